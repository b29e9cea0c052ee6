// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"tophash/gomap"
)

// The other ways to an empty map, and what is said about them.

func registerWays() {
	add("ways/nil-map", nilMap)
	add("ways/literal-and-make", literalAndMake)
	add("ways/delete-loop", deleteLoop)
	add("ways/same-size-growth", sameSize)
	add("ways/sync-map-clear", syncMapClear)
}

func caught(f func()) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint("panic: ", r)
		}
	}()
	f()
	return "does nothing"
}

func nilMap() {
	var m map[string]int64
	_, ok := m["a"]
	n := 0
	for range m {
		n++
	}
	fmt.Printf("var m map[string]int64: len %d, lookup finds %v, range yields %d\n", len(m), ok, n)
	delete(m, "a")
	fmt.Println("delete: len", len(m))
	var x map[interface{}]int64
	var slice interface{} = []int{1}
	fmt.Println("var x map[any]int64, a slice as key: lookup", caught(func() { _ = x[slice] }))
	fmt.Println("var x map[any]int64, a slice as key: delete", caught(func() { delete(x, slice) }))
	fmt.Println(`m["a"] = 1, recovered:`, caught(func() { m["a"] = 1 }))
	fmt.Println("and not recovered:")
	m["a"] = 1
}

func literalAndMake() {
	for _, hint := range []int{-1, 0, 8, 9, 100} {
		x, name := newMap[string](hint), fmt.Sprintf("make(map, %d)", hint)
		if hint < 0 {
			x, name = newLiteral(), "literal"
		}
		buckets := "nil"
		if x.h.Buckets != nil {
			buckets = fmt.Sprintf("of %d bytes", x.total()*uintptr(x.t.BucketSize))
		}
		fmt.Printf("%s: %s, buckets %s\n", name, x.hdr(), buckets)
		x.m[mkS(1)] = 1
		x.step("first-write")
		fmt.Println("  after one assignment:", x.hdr())
	}
}

//go:noinline
func newLiteral() mp[string] {
	m := map[string]int64{}
	t, h := gomap.Open(m)
	h.Hash0 = seed
	return mp[string]{m, t, h}
}

func (x mp[K]) tops() string {
	s, n := "", 0
	for b := x.t.BucketAt(x.h.Buckets, 3); b != nil; b = x.t.Ovf(b) {
		s += fmt.Sprintf("%x ", *(*[8]byte)(b))
		n++
	}
	return fmt.Sprintf("%schain %d, noverflow %d", s, n, x.h.Noverflow)
}

func deleteLoop() {
	x := newMap[int64](100) // B = 4
	keys := x.colliding(mkI, 4, 3, 60)
	put(x, keys)
	remove := func(keys []int64) {
		for _, k := range keys {
			delete(x.m, k)
		}
	}
	fmt.Println("full:", x.tops())
	remove(keys[16:24])
	x.step("delete-third-bucket")
	fmt.Println("third bucket deleted:", x.tops())
	remove(keys[56:60])
	x.step("delete-last-bucket")
	fmt.Println("last bucket deleted:", x.tops())
	remove(keys[24:55])
	x.step("delete-behind")
	fmt.Println("all behind the third bucket deleted but one:", x.tops())
	remove(keys[55:56])
	x.step("delete-one-more")
	fmt.Println("that one too, so nothing follows:", x.tops())
	remove(keys)
	x.step("delete-rest")
	fmt.Printf("all deleted: %s, hash0 redrawn: %v\n", x.tops(), x.h.Hash0 != seed)
}

// One chain after the other is filled and emptied but for one key: few
// entries, many overflow buckets.
func sameSize() {
	x := newMap[int64](100)
	for bucket := uintptr(0); x.h.Noverflow < 16; bucket++ {
		chain := x.colliding(mkI, 4, bucket, 17)
		put(x, chain)
		for _, k := range chain[:16] {
			delete(x.m, k)
		}
	}
	fmt.Println("few entries, many overflow buckets:", x.hdr(), x.chain(3))
	x.m[1000000] = 1
	x.step("one-insert")
	fmt.Println("one more key:", x.hdr())
	for k := int64(0); x.h.Oldbuckets != nil; k++ {
		delete(x.m, -1-k)
	}
	x.step("finish-growth")
	fmt.Println("after the growth to the same size:", x.hdr(), x.chain(3))
}
