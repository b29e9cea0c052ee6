// SPDX-License-Identifier: Apache-2.0

// nan checks the rules for keys that are not equal to themselves.
package main

import (
	"fmt"
	"math"
	"runtime"
	"unsafe"

	"tophash/gomap"
)

func tops(t *gomap.MapType, arr unsafe.Pointer, n uintptr) (r []uint8) {
	for i := uintptr(0); i < n; i++ {
		for b := t.BucketAt(arr, i); b != nil; b = t.Ovf(b) {
			r = append(r, gomap.Bytes(b, 8)...)
		}
	}
	return
}

func run(iterate bool) {
	agree, differ, same, redrawn := 0, 0, 0, 0
	for round := 0; round < 50; round++ {
		m := map[float64]int{}
		t, h := gomap.Open(m)
		for i := 0; i < 104; i++ {
			m[math.NaN()] = i
		}
		for h.Oldbuckets != nil { // finish the growth to B = 4
			m[1] = 1
			delete(m, 1)
		}
		old, n := h.Buckets, uintptr(1)<<h.B
		before := tops(t, old, n)
		m[math.NaN()] = 104 // starts the growth to B = 5
		if h.Oldbuckets != old {
			panic("no growth")
		}
		if iterate {
			for range m {
				break
			}
		}
		mid := tops(t, old, n)
		for h.Oldbuckets != nil {
			m[1] = 1
			delete(m, 1)
		}
		after := tops(t, old, n)
		moved := map[int]uint8{} // elem -> new tophash
		for i := uintptr(0); i < 1<<h.B; i++ {
			for b := t.BucketAt(h.Buckets, i); b != nil; b = t.Ovf(b) {
				for j := 0; j < 8; j++ {
					if top := gomap.Bytes(b, 8)[j]; top >= 5 {
						moved[*(*int)(t.ElemAt(b, j))] = top
					}
				}
			}
		}
		k := 0
		for i := uintptr(0); i < n; i++ {
			for b := t.BucketAt(old, i); b != nil; b = t.Ovf(b) {
				for j := 0; j < 8; j++ {
					if mid[k] >= 5 && (after[k] == 2 || after[k] == 3) { // evacuated after the iterator was opened
						if before[k]&1 == after[k]&1 {
							agree++
						} else {
							differ++
						}
						if moved[*(*int)(t.ElemAt(b, j))] == before[k] {
							same++
						} else {
							redrawn++
						}
					}
					k++
				}
			}
		}
	}
	fmt.Printf("iterator flag set: %-5v  side follows tophash bit 0: yes %d no %d | tophash kept %d changed %d\n", iterate, agree, differ, same, redrawn)
}

func main() {
	fmt.Println("#", runtime.Version())
	run(false)
	run(true)
	m := map[float64]int{1: 1, math.NaN(): 2, math.NaN(): 3}
	for k := range m {
		delete(m, k)
	}
	fmt.Println("len after the range-delete loop:", len(m))
	t, h := gomap.Open(m)
	gomap.MapClear(t, h)
	fmt.Println("len after clear:", len(m))
	_, ok := m[math.NaN()]
	fmt.Println("lookup of NaN:", ok)
	ms := make(map[string]int, 100)
	_, hs := gomap.Open(ms)
	fmt.Printf("array of a pointerful map (string/int, B %d) begins at an address that is %d mod 16\n", hs.B, uintptr(hs.Buckets)%16)
}
