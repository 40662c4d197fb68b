// A program that allocates: what it computes must not depend on what was in free memory.
//
// `init` and `run` make, grow and drop blocks, records that hold on to one another, entries of maps, and
// goroutines with deep stacks, thousands of times and the same on each run; the collector runs whenever it
// likes. Everything is full of a byte or number of its own, which is checked before it goes. `run` returns
// a hash of all of that, `places` one of where it lay, which depends on when the collector runs.
package main

import (
	"runtime"
	"sync"
	"unique"
	"unsafe"
	"weak"
)

const slots = 600

type record struct {
	name     string
	buffer   []byte
	numbers  []int32
	previous *record
	self     weak.Pointer[record]
	key      unique.Handle[string]
}

// More than what the collector marks in place.
type large struct {
	next *large
	rest [2000]byte
}

type point struct{ x, y uint16 }

var (
	blocks   [slots][]byte
	fills    [slots]byte
	records  [slots]*record
	names    = map[string]uint32{}
	points   = map[point]*uint32{}
	answers  = make(chan uint32)
	scratch  = sync.Pool{New: func() any { return new([512]uint32) }}
	finished uint32
	state    uint32 = 2463534242
	hash     uint32 = 2166136261
	places   uint32 = 2166136261
)

func draw() uint32 {
	state ^= state << 13
	state ^= state >> 17
	state ^= state << 5
	return state
}

func note(word uint32) {
	hash = (hash ^ word) * 16777619
}

func notePlace(place unsafe.Pointer) {
	places = (places ^ uint32(uintptr(place))) * 16777619
}

// Small for the most part, and up to some pages.
func drawSize() int {
	switch kind := draw() % 100; {
	case kind < 70:
		return 1 + int(draw()%120)
	case kind < 95:
		return 1 + int(draw()%3000)
	default:
		return 1 + int(draw()%60000)
	}
}

func expect(block []byte, fill byte) {
	for _, found := range block {
		if found != fill {
			panic("a block has changed")
		}
	}
}

func text(word uint32) string {
	var digits [12]byte
	at := len(digits)
	for {
		at--
		digits[at] = "0123456789abcdef"[word&15]
		word >>= 4
		if word == 0 {
			return "key " + string(digits[at:])
		}
	}
}

func stepBlock(at int) {
	block := blocks[at]
	expect(block, fills[at])
	switch {
	case block == nil:
		block = make([]byte, drawSize())
		expect(block, 0)
	case draw()%3 == 0:
		// What is behind the length is zero, grown or not.
		grown := append(block, make([]byte, drawSize())...)
		expect(grown[len(block):], 0)
		block = grown
	default:
		blocks[at] = nil
		fills[at] = 0
		return
	}
	fills[at] = byte(1 + draw()%255)
	for i := range block {
		block[i] = fills[at]
	}
	blocks[at] = block
	notePlace(unsafe.Pointer(&block[0]))
}

func newRecord() *record {
	made := &record{name: text(draw()), buffer: make([]byte, drawSize())}
	expect(made.buffer, 0)
	fill := byte(1 + draw()%255)
	for i := range made.buffer {
		made.buffer[i] = fill
	}
	for count := draw() % 50; count > 0; count-- {
		made.numbers = append(made.numbers, int32(draw()))
	}
	notePlace(unsafe.Pointer(made))
	notePlace(unsafe.Pointer(&made.buffer[0]))
	made.self = weak.Make(made)
	made.key = unique.Make(text(draw() % 300))
	if draw()%8 == 0 {
		runtime.SetFinalizer(made, func(dead *record) {
			expect(dead.buffer, dead.buffer[0])
			finished++
		})
	}
	return made
}

func letGo(at int) {
	gone := records[at]
	if gone == nil {
		return
	}
	var sum uint32
	for _, letter := range []byte(gone.name + gone.key.Value()) {
		sum = sum*31 + uint32(letter)
	}
	for _, number := range gone.numbers {
		sum = sum*31 + uint32(number)
	}
	expect(gone.buffer, gone.buffer[0])
	if gone.self.Value() != gone {
		panic("a weak pointer has lost what lives")
	}
	note(sum)
	records[at] = nil
}

func stepRecord(at int) {
	found := records[at]
	switch {
	case found == nil:
		made := newRecord()
		// Some hold on to one another, and some of those in rings.
		made.previous = records[draw()%slots]
		if previous := made.previous; previous != nil {
			switch draw() % 4 {
			case 0:
				previous.previous = made
			case 1, 2:
				previous.previous = nil
			}
		}
		records[at] = made
	case draw()%3 == 0:
		for count := draw() % 30; count > 0; count-- {
			found.numbers = append(found.numbers, int32(draw()))
		}
		found.name = text(draw()) + found.name[:draw()%uint32(len(found.name))]
	default:
		letGo(at)
	}
}

// Lasts until the collector finds it, and then a little longer.
func stepLarge() {
	made := &large{}
	expect(made.rest[:], 0)
	made.next = &large{}
	fill := byte(1 + draw()%255)
	for i := range made.rest {
		made.rest[i], made.next.rest[i] = fill, fill
	}
	runtime.SetFinalizer(made, func(dead *large) {
		expect(dead.rest[:], dead.rest[0])
		expect(dead.next.rest[:], dead.rest[0])
		finished++
	})
}

func stepMaps() {
	number := draw() % 500
	key := text(number)
	if value, is := names[key]; is {
		note(value)
		if draw()%2 == 0 {
			delete(names, key)
		}
	} else {
		names[key] = draw()
	}
	place := point{uint16(number), uint16(draw() % 4)}
	if value := points[place]; value != nil {
		note(*value)
		*value += number
	} else {
		value := draw()
		points[place] = &value
	}
	if draw()%2000 == 0 {
		clear(names)
		clear(points)
	}
}

// Needs stack in proportion to its depth, so that stacks grow and are given back.
func deep(depth uint32) uint32 {
	var local [64]uint32
	for i := range local {
		local[i] = depth + uint32(i)
	}
	if depth == 0 {
		return local[63]
	}
	below := deep(depth - 1)
	return below + local[depth&63]
}

func stepGoroutine() {
	depth := draw() % 200
	go func() {
		buffer := scratch.Get().(*[512]uint32)
		for i := range buffer {
			buffer[i] = depth
		}
		sum := deep(depth)
		for _, found := range buffer {
			if found != depth {
				panic("a buffer of the pool has changed")
			}
		}
		scratch.Put(buffer)
		answers <- sum
	}()
	note(<-answers)
}

func steps(count int32) {
	for ; count > 0; count-- {
		at := int(draw() % slots)
		switch kind := draw() % 32; {
		case kind < 10:
			stepBlock(at)
		case kind < 20:
			stepRecord(at)
		case kind < 30:
			stepMaps()
		case kind < 31:
			stepLarge()
		default:
			stepGoroutine()
		}
	}
}

//go:wasmexport init
func initialize() {
	steps(9000)
	// Half of what is left goes, and is collected; more comes, and goes, until the collector runs once more. It has not
	// come by all that it found to be free when init is over.
	for at := 0; at < slots; at += 2 {
		blocks[at], fills[at] = nil, 0
		letGo(at)
	}
	runtime.GC()
	steps(1800)
}

//go:wasmexport run
func run(count int32) uint32 {
	steps(count)
	return hash
}

//go:wasmexport places
func whichPlaces() uint32 {
	return places
}

func main() {}
