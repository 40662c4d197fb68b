import js


class Shop:
    def __init__(self):
        self.prices = {}
        self.sold = []

    def sell(self, name):
        try:
            price = self.prices[name]
        except KeyError:
            price = -1
        self.sold.append(price)
        return price


def main():
    shop = Shop()
    i = 0
    while i < 50:
        shop.prices["item" + str(i)] = i * i
        i = i + 1

    def on_click(event):
        shop.sell("item7")
        shop.sell("nothing")
        print(len(shop.sold), shop.sold[1], shop.prices["item9"])

    button = js.document.getElementById("button")
    button.addEventListener("click", on_click)


main()
