// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/hex"
	"fmt"
	"os"
	"unsafe"

	"tophash/gomap"
)

// Bytes of the map after each step, without addresses: what the lab of the
// Java side compares its own bytes with.  Switched on by "corrupt -bytes CASE".
//
//	@@ zero-main
//	@head len 330 flags 3 B 6 noverflow 6 hash0 pinned nevacuate 0 buckets M0 old nil next M70
//	@list 6/8 M64 M65 ...
//	@old-list ...
//	@M5 e6..4b 0500.. ... ->M66
//
// A bucket is written when it differs from the last time (or is not zero, the
// first time): tophash, then keys and elems, then where its overflow word
// leads.  M = array with spare area, O = old array, H = a bucket of its own,
// numbered as they are met (lists first, then chains), +n = n bytes past the
// end of the array.  A string key is shown as its text, since its header is an
// address.

var withBytes bool

// stepper says what stands in a map, each time only what has changed.
type stepper struct {
	names map[unsafe.Pointer]string
	last  map[string]string
}

var steppers = map[*gomap.Hmap]*stepper{}

// beyond: the case looks at what lies behind the array.
var beyond bool

func (x mp[K]) step(name string) {
	if !withBytes {
		return
	}
	fmt.Println("@@", name)
	d := steppers[x.h]
	if d == nil {
		d = &stepper{last: map[string]string{}}
		steppers[x.h] = d
	}
	d.names = map[unsafe.Pointer]string{}
	h := x.h
	seeded := "pinned"
	if h.Hash0 != seed {
		seeded = "redrawn"
	}
	old := uint8(0)
	if h.Oldbuckets != nil {
		old = h.B
		if h.Flags&8 == 0 {
			old--
		}
	}
	if e := h.Extra; e != nil {
		x.note(d, e.Overflow, old)
		x.note(d, e.Oldoverflow, old)
	}
	main := x.walk(d, h.Buckets, x.t.TotalBuckets(h.B), "M", old)
	main = append(main, x.walk(d, h.Oldbuckets, x.t.TotalBuckets(old), "O", old)...)
	fmt.Printf("@head len %d flags %d B %d noverflow %d hash0 %s nevacuate %d buckets %s old %s", h.Count, h.Flags, h.B, h.Noverflow, seeded, h.Nevacuate, x.place(d, h.Buckets, old), x.place(d, h.Oldbuckets, old))
	if h.Extra != nil {
		fmt.Printf(" next %s", x.place(d, h.Extra.NextOverflow, old))
	}
	fmt.Println()
	if e := h.Extra; e != nil {
		x.list(d, "list", e.Overflow, old)
		x.list(d, "old-list", e.Oldoverflow, old)
	}
	if h.Hash0 != seed && h.Count != 0 {
		fmt.Println("@(the seed is chance: so is where keys lie)")
		return
	}
	now := map[string]string{}
	for _, b := range main {
		n := x.place(d, b, old)
		s := x.text(d, b, old)
		now[n] = s
		if was, ok := d.last[n]; s != was && (ok || s != x.blank()) {
			fmt.Println("@"+n, s)
		}
	}
	d.last = now
}

func (x mp[K]) blank() string {
	k := uintptr(x.t.Key.Size)
	s := "0000000000000000"
	for i := 0; i < 8; i++ {
		if x.text1() {
			s += " -"
		} else {
			s += " " + hex.EncodeToString(make([]byte, k))
		}
	}
	for i := 0; i < 8; i++ {
		s += " 0000000000000000"
	}
	return s + " ->nil"
}

// text1: keys are strings.
func (x mp[K]) text1() bool {
	var k K
	_, ok := interface{}(k).(string)
	return ok
}

func (x mp[K]) note(d *stepper, l *[]unsafe.Pointer, old uint8) {
	if l == nil {
		return
	}
	for _, b := range *l {
		x.name(d, b, old)
	}
}

// name gives a bucket of its own a number.
func (x mp[K]) name(d *stepper, b unsafe.Pointer, old uint8) {
	if x.array(b, old) == "" && d.names[b] == "" {
		d.names[b] = fmt.Sprintf("H%d", len(d.names))
	}
}

// array names a bucket of one of the arrays.
func (x mp[K]) array(p unsafe.Pointer, old uint8) string {
	in := func(arr unsafe.Pointer, n uintptr, letter string) string {
		if arr == nil || uintptr(p) < uintptr(arr) {
			return ""
		}
		at := uintptr(p) - uintptr(arr)
		if at < n*uintptr(x.t.BucketSize) && at%uintptr(x.t.BucketSize) == 0 {
			return fmt.Sprintf("%s%d", letter, at/uintptr(x.t.BucketSize))
		}
		end := n * uintptr(x.t.BucketSize)
		if beyond && letter == "M" && at >= end && at < end+64*uintptr(x.t.BucketSize) {
			return fmt.Sprintf("+%d", at-end)
		}
		return ""
	}
	if s := in(x.h.Buckets, x.t.TotalBuckets(x.h.B), "M"); s != "" {
		return s
	}
	return in(x.h.Oldbuckets, x.t.TotalBuckets(old), "O")
}

func (x mp[K]) place(d *stepper, p unsafe.Pointer, old uint8) string {
	if p == nil {
		return "nil"
	}
	if s := x.array(p, old); s != "" {
		return s
	}
	if s := d.names[p]; s != "" {
		return s
	}
	return "elsewhere"
}

func (x mp[K]) list(d *stepper, what string, l *[]unsafe.Pointer, old uint8) {
	if l == nil {
		return
	}
	fmt.Printf("@%s %d/%d", what, len(*l), cap(*l))
	for i, b := range *l {
		if i == 20 {
			fmt.Print(" ...")
			break
		}
		fmt.Print(" ", x.place(d, b, old))
	}
	fmt.Println()
}

// walk returns the buckets of an array, then those that its chains lead to.
func (x mp[K]) walk(d *stepper, arr unsafe.Pointer, n uintptr, letter string, old uint8) (all []unsafe.Pointer) {
	if arr == nil {
		return nil
	}
	seen := map[unsafe.Pointer]bool{}
	for i := uintptr(0); i < n; i++ {
		b := x.t.BucketAt(arr, i)
		all = append(all, b)
		seen[b] = true
	}
	for i := uintptr(0); i < n; i++ {
		for b := x.t.Ovf(x.t.BucketAt(arr, i)); b != nil && !seen[b] && uintptr(b)+1 != 0; b = x.t.Ovf(b) {
			seen[b] = true
			x.name(d, b, old)
			all = append(all, b)
		}
	}
	return all
}

func (x mp[K]) text(d *stepper, b unsafe.Pointer, old uint8) string {
	s := hex.EncodeToString(gomap.Bytes(b, 8))
	for i := 0; i < 8; i++ {
		k := x.t.KeyAt(b, i)
		if x.text1() {
			s += " " + text(k)
		} else {
			s += " " + hex.EncodeToString(gomap.Bytes(k, uintptr(x.t.Key.Size)))
		}
	}
	for i := 0; i < 8; i++ {
		s += " " + hex.EncodeToString(gomap.Bytes(x.t.ElemAt(b, i), 8))
	}
	o := x.t.Ovf(b)
	if uintptr(o)+1 == 0 {
		return s + " ->ffffffffffffffff"
	}
	return s + " ->" + x.place(d, o, old)
}

// text shows a string key; a deleted one has lost its pointer and kept its length.
func text(k unsafe.Pointer) string {
	if *(*unsafe.Pointer)(k) == nil {
		if n := *(*int)(gomap.Add(k, 8)); n != 0 {
			return fmt.Sprintf("-%d", n)
		}
		return "-"
	}
	return *(*string)(k)
}

// args takes -bytes away.
func args() []string {
	a := os.Args[1:]
	if len(a) > 0 && a[0] == "-bytes" {
		withBytes = true
		a = a[1:]
	}
	return a
}
