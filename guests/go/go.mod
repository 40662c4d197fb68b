module guest

go 1.27
