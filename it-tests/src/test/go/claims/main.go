// SPDX-License-Identifier: Apache-2.0

// claims answers the claims of the article that a Go process can answer about itself in some seconds.
//
//	claims            all but the last; a line for each: number, tab, figure
//	claims finalizer  claim 2.9, which ends the process
package main

import (
	"fmt"
	"math"
	"math/rand"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
	"sync"
	"time"
	"unsafe"

	"tophash/gomap"
)

var sinkI map[int]string
var sinkS map[string]int
var sinkM map[int]int
var sinkU uintptr
var eight, nine = 8, 9
var each int

type point struct{ X, Y int64 }

func say(number, format string, args ...interface{}) {
	fmt.Println(number + "\t" + fmt.Sprintf(format, args...))
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "finalizer" {
		runtime.SetFinalizer(map[string]int{}, func(map[string]int) {})
		return
	}
	holders()
	collected()
	nan()
	sparse()
	headers()
	nilMap()
	_, clearable := interface{}(&sync.Map{}).(interface{ Clear() })
	say("1.8", "sync.Map has Clear: %v", clearable)
	memory()
	allocations()
	deleteBytes()
	linear()
	tenThousand()
	structKeys()
	hashCost()
	snippet()
	mapIter()
}

func holders() {
	m := map[string]int{"a": 1, "b": 2}
	held := m
	m = map[string]int{}
	say("1.1", "another holder still sees %d entries", len(held)+len(m))
}

//go:noinline
func reassign() {
	m := make(map[string]int)
	m["key"] = 42
	sinkS = m
	sinkS = make(map[string]int)
}

func collected() {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	var a, b, c runtime.MemStats
	const n = 10000
	for i := 0; i < 2; i++ { // the first round warms up
		runtime.GC()
		runtime.ReadMemStats(&a)
		for j := 0; j < n; j++ {
			reassign()
		}
		runtime.ReadMemStats(&b)
		runtime.GC()
		runtime.ReadMemStats(&c)
	}
	mallocs, bytes := float64(b.Mallocs-a.Mallocs)/n, float64(b.TotalAlloc-a.TotalAlloc)/n
	freed := float64(c.Frees-b.Frees) / n
	say("1.2", "%.0f objects freed per call", freed)
	say("2.8", "%.0f mallocs, %.0f bytes, %.0f objects freed", mallocs, bytes, freed)
}

func nan() {
	fill := func() map[float64]int { return map[float64]int{1: 1, math.NaN(): 2, math.NaN(): 3} }
	m := fill()
	for k := range m {
		delete(m, k)
	}
	left := len(m)
	t, h := gomap.Open(m)
	gomap.MapClear(t, h)
	say("1.4", "%d of 3 survive the loop, %d survive clear", left, len(m))
}

func sparse() {
	m := make(map[int]int)
	for i := 0; i < 1000000; i++ {
		m[i] = i
	}
	for i := 10; i < 1000000; i++ {
		delete(m, i)
	}
	t := time.Now()
	for k := range m {
		delete(m, k)
	}
	say("1.5", "map that held 10^6 entries, 10 left: the idiom %.1f ms", float64(time.Since(t).Microseconds())/1e3)
}

func header(m interface{}) string {
	_, h := gomap.Open(m)
	if h == nil {
		return "header nil"
	}
	buckets := "nil"
	if h.Buckets != nil {
		buckets = "set"
	}
	return fmt.Sprintf("count %d, B %d, buckets %s", h.Count, h.B, buckets)
}

func headers() {
	var n map[string]int
	sinkS = map[string]int{}
	literal := header(sinkS)
	sinkS = make(map[string]int)
	made := header(sinkS)
	say("1.6", "literal: %s; make: %s", literal, made)
	say("2.1", "var m: %s; make: %s", header(n), made)
	say("2.2", "literal: %s", literal)
	local := map[string]int{}
	onStack := (*(**gomap.Hmap)(unsafe.Pointer(&local))).Buckets != nil
	say("2.3", "on the heap: %s; on the stack: buckets set: %v", literal, onStack)
	say("2.4", "on the heap: %s; on the stack: buckets set: %v", made, onStack)
	say("2.5", "make(map[[200]byte]int, 100): %s", header(make(map[[200]byte]int, 100)))
	sinkS = make(map[string]int, eight)
	small := header(sinkS)
	sinkS = make(map[string]int, nine)
	say("2.6", "make(m, 8): %s; make(m, 9): %s", small, header(sinkS))
}

func nilMap() {
	var n map[string]int
	delete(n, "a")
	_, found := n["a"]
	defer func() { say("1.7", "delete, len %d, lookup %v: no panic; m[\"a\"]=1: %v", len(n), found, recover()) }()
	n["a"] = 1
}

func memory() {
	var ms runtime.MemStats
	heap := func() float64 {
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&ms)
		return float64(ms.HeapAlloc) / (1 << 20)
	}
	base := heap()
	m := make(map[int]int)
	fill := func() {
		for i := 0; i < 1000000; i++ {
			m[i] = i
		}
	}
	fill()
	_, h := gomap.Open(m)
	full, before := heap()-base, len(*h.Extra.Overflow)
	for k := range m {
		delete(m, k)
		each++
	}
	empty := heap() - base
	fill()
	say("1.9", "10^6 entries: %.1f MiB, all deleted: %.1f MiB; overflow buckets %d -> %d after a refill",
		full, empty, before, len(*h.Extra.Overflow))
	runtime.KeepAlive(m)
}

func allocations() {
	count := func(f func()) string {
		var a, b runtime.MemStats
		const n = 1000
		runtime.ReadMemStats(&a)
		for i := 0; i < n; i++ {
			f()
		}
		runtime.ReadMemStats(&b)
		return fmt.Sprintf("%d (%d B)", (b.Mallocs-a.Mallocs)/n, (b.TotalAlloc-a.TotalAlloc)/n)
	}
	say("2.11", "literal: %s; make(m, 0): %s; escaping: literal %s, make(m, 0) %s",
		count(func() { _ = map[int]string{} }), count(func() { _ = make(map[int]string, 0) }),
		count(func() { sinkI = map[int]string{} }), count(func() { sinkI = make(map[int]string, 0) }))
}

func deleteBytes() {
	m := make(map[int64]int64, 100)
	t, h := gomap.Open(m)
	var keys []int64
	for i := int64(0); len(keys) < 60; i++ {
		if t.Hasher(unsafe.Pointer(&i), uintptr(h.Hash0))&15 == 3 {
			keys = append(keys, i)
			m[i] = i
		}
	}
	first := t.BucketAt(h.Buckets, 3)
	chain := func() (c []unsafe.Pointer) {
		for b := first; b != nil; b = t.Ovf(b) {
			c = append(c, b)
		}
		return
	}
	before, b := chain(), h.B
	for _, k := range keys[56:] {
		delete(m, k)
	}
	say("3.2", "last bucket emptied: chain %d, noverflow %d", len(chain()), h.Noverflow)
	for _, k := range keys {
		delete(m, k)
	}
	say("3.1", "all 60 keys deleted: the same %d buckets in the same order: %v", len(chain()),
		reflect.DeepEqual(before, chain()))
	say("3.3", "all deleted: chain %d, overflow list %d: nothing was given back", len(chain()), len(*h.Extra.Overflow))
	say("3.4", "B %d before, %d after deleting all", b, h.B)
}

// median of several timed runs, each after a preparation.
func timed(n int, prepare func(), f func()) time.Duration {
	var d []time.Duration
	for i := 0; i < n; i++ {
		prepare()
		runtime.GC()
		t := time.Now()
		f()
		d = append(d, time.Since(t))
	}
	sort.Slice(d, func(i, j int) bool { return d[i] < d[j] })
	return d[len(d)/2]
}

func filler(m *map[int]int, n int) func() {
	return func() {
		*m = make(map[int]int)
		for i := 0; i < n; i++ {
			(*m)[i] = i
		}
	}
}

func linear() {
	var parts []string
	for _, n := range []int{1000, 10000, 100000} {
		var m map[int]int
		d := timed(5, filler(&m, n), func() {
			for k := range m {
				delete(m, k)
				each++
			}
		})
		parts = append(parts, fmt.Sprintf("n = %d: %.0f", n, float64(d.Nanoseconds())/float64(n)))
	}
	say("3.5", "ns per delete, %s", strings.Join(parts, ", "))
}

func tenThousand() {
	const n = 10000
	var m map[int]int
	idiom := timed(11, filler(&m, n), func() {
		for k := range m {
			delete(m, k)
		}
	})
	single := timed(11, filler(&m, n), func() {
		for k := range m {
			delete(m, k)
			each++
		}
	})
	made := timed(11, func() {}, func() {
		for i := 0; i < 1000; i++ {
			sinkM = make(map[int]int)
		}
	})
	say("3.7", "10^4 entries: the idiom %.3f ms, one by one %.3f ms; make %d ns", float64(idiom.Microseconds())/1e3,
		float64(single.Microseconds())/1e3, made.Nanoseconds()/1000)
}

// chains tells how far from the head of its chain an entry lies on average, and how many chains have overflow.
func chains(m interface{}) string {
	t, h := gomap.Open(m)
	visited, entries, overflowing := 0, 0, 0
	for i := uintptr(0); i < 1<<h.B; i++ {
		depth := 0
		for b := t.BucketAt(h.Buckets, i); b != nil; b = t.Ovf(b) {
			depth++
			for _, top := range gomap.Bytes(b, 8) {
				if top >= 5 {
					entries++
					visited += depth
				}
			}
		}
		if depth > 1 {
			overflowing++
		}
	}
	return fmt.Sprintf("%.3f / %.1f %%", float64(visited)/float64(entries), 100*float64(overflowing)/float64(uint(1)<<h.B))
}

func structKeys() {
	const n = 100000
	ints, structs := make(map[int64]int, n), make(map[point]int, n)
	for i := 0; i < n; i++ {
		ints[rand.Int63()] = i
		structs[point{rand.Int63(), rand.Int63()}] = i
	}
	say("3.8", "buckets visited per hit / with overflow: int64 %s, struct %s", chains(ints), chains(structs))
}

func hashCost() {
	const n = 100000
	m := map[point]int{}
	t, _ := gomap.Open(m)
	keys := make([]point, n)
	for i := range keys {
		keys[i] = point{rand.Int63(), rand.Int63()}
	}
	insertion := timed(5, func() { m = make(map[point]int, n) }, func() {
		for i, k := range keys {
			m[k] = i
		}
	})
	hash := timed(5, func() {}, func() {
		for i := range keys {
			sinkU += t.Hasher(unsafe.Pointer(&keys[i]), 1)
		}
	})
	say("3.9", "hash %.1f ns of an insertion of %.0f ns: %.0f %%", float64(hash.Nanoseconds())/n,
		float64(insertion.Nanoseconds())/n, 100*float64(hash)/float64(insertion))
}

func snippet() {
	type bmap struct{ tophash [8]uint8 }
	m := make(map[string]int, 100)
	t, h := gomap.Open(m)
	array := (*[1 << 16]bmap)(h.Buckets)
	say("4.1", "data begins at %d of a bucket of %d bytes", uintptr(t.KeyAt(h.Buckets, 0))-uintptr(h.Buckets), t.BucketSize)
	say("4.2", "&arr[1] is %d bytes behind bucket 0, the real bucket 1 %d bytes",
		uintptr(unsafe.Pointer(&array[1]))-uintptr(h.Buckets), t.BucketSize)
	runtime.KeepAlive(m)
}

func mapIter() {
	m := map[int]int{}
	for i := 0; i < 300; i++ {
		m[i] = i
	}
	iterator := reflect.ValueOf(m).MapRange()
	iterator.Next()
	for i := 300; i < 5000; i++ {
		m[i] = i
	}
	n := 1
	for iterator.Next() {
		n++
		if n%50 == 0 {
			runtime.GC()
		}
	}
	say("4.7", "MapIter across a growth to 5000 entries, with collections: ended normally after %d entries", n)
}
