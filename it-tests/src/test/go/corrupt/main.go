// SPDX-License-Identifier: Apache-2.0

// corrupt reproduces, on real Go maps, what goes wrong when the bucket memory
// of a map is reset by hand (unsafe) instead of by clear/delete.
//
//	corrupt            runs every case in a child process (10 s limit each)
//	corrupt CASE       runs one case here
//	corrupt -bytes ... says besides what bytes the map has after each step
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
	"unsafe"

	"tophash/a0key"
	"tophash/gomap"
)

type pt struct{ a, b int64 } // takes the generic code path

type testcase struct {
	name string
	f    func()
}

var cases []testcase

func add(name string, f func()) { cases = append(cases, testcase{name, f}) }

func main() {
	a0key.RequireFallback()
	a0key.Set(a0key.Key128)
	debug.SetGCPercent(-1)
	register()
	if a := args(); len(a) > 0 {
		for _, c := range cases {
			if c.name == a[0] {
				c.f()
				return
			}
		}
		fmt.Println("no such case")
		os.Exit(2)
	}
	exe, _ := os.Executable()
	fmt.Printf("# %s, GODEBUG=cpu.aes=off, pinned hash key and hash0: results are reproducible\n", runtime.Version())
	for _, c := range cases {
		fmt.Printf("## %s\n", c.name)
		cmd := exec.Command(exe, c.name)
		if withBytes {
			cmd = exec.Command(exe, "-bytes", c.name)
		}
		var out strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			panic(err)
		}
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		var err error
		select {
		case err = <-done:
		case <-time.After(10 * time.Second):
			cmd.Process.Kill()
			<-done
			err = fmt.Errorf("no end after 10 s (killed)")
		}
		lines := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
		for i, l := range lines {
			if strings.HasPrefix(l, "goroutine ") || l == "" && err != nil && i > 0 {
				break // leave the stack traces out
			}
			fmt.Println("   ", l)
		}
		if err != nil {
			fmt.Println("    =>", err)
		}
	}
}

// ------------------------------------------------------------- helpers

const seed = 0x12345678

type mp[K comparable] struct {
	m map[K]int64
	t *gomap.MapType
	h *gomap.Hmap
}

//go:noinline
func newMap[K comparable](hint int) mp[K] {
	m := make(map[K]int64, hint)
	t, h := gomap.Open(m)
	h.Hash0 = seed
	return mp[K]{m, t, h}
}

func (x mp[K]) hash(k K) uintptr { return x.t.Hasher(unsafe.Pointer(&k), seed) }

func (x mp[K]) total() uintptr {
	return x.t.TotalBuckets(x.h.B)
}

// colliding returns n keys (made by mk) that fall into bucket b of 2^B.
func (x mp[K]) colliding(mk func(int64) K, B uint8, b uintptr, n int) (r []K) {
	for i := int64(0); len(r) < n; i++ {
		if k := mk(i); x.hash(k)&(1<<B-1) == b {
			r = append(r, k)
		}
	}
	return
}

func (x mp[K]) zero(from, to uintptr) { // bytes of the main array
	b := gomap.Bytes(x.h.Buckets, to)
	for i := from; i < to; i++ {
		b[i] = 0
	}
}
func (x mp[K]) zeroMain() { x.zero(0, uintptr(x.t.BucketSize)<<x.h.B) }

// eachBucket calls f for the 2^B main buckets.
func (x mp[K]) eachBucket(f func(b unsafe.Pointer)) {
	for i := uintptr(0); i < 1<<x.h.B; i++ {
		f(x.t.BucketAt(x.h.Buckets, i))
	}
}

// threeStep is the "correct reset" of the article, chapter 4.3: bytes
// [0, bucketsize-8) of every main bucket are cleared; the last 8 bytes, which
// are the overflow word, stay; the header is not touched.
func (x mp[K]) threeStep() {
	x.eachBucket(func(b unsafe.Pointer) {
		s := gomap.Bytes(b, uintptr(x.t.BucketSize)-8)
		for i := range s {
			s[i] = 0
		}
	})
}

func (x mp[K]) where(p unsafe.Pointer) string {
	if p == nil {
		return "nil"
	}
	d := uintptr(p) - uintptr(x.h.Buckets)
	n := d / uintptr(x.t.BucketSize)
	if uintptr(p) >= uintptr(x.h.Buckets) && n < x.total() {
		if d%uintptr(x.t.BucketSize) == 0 {
			return fmt.Sprintf("M%d", n)
		}
	}
	if uintptr(p) >= uintptr(x.h.Buckets) && n < x.total()+64 {
		return fmt.Sprintf("%d bytes past the end of the array", d-x.total()*uintptr(x.t.BucketSize))
	}
	return "heap"
}

func (x mp[K]) chain(i uintptr) string {
	s := fmt.Sprintf("M%d", i)
	n := 0
	for b := x.t.Ovf(x.t.BucketAt(x.h.Buckets, i)); b != nil; b = x.t.Ovf(b) {
		s += "->" + x.where(b)
		if n++; n > 6 {
			return s + "->... (endless)"
		}
	}
	return s
}

func (x mp[K]) hdr() string {
	s := fmt.Sprintf("len %d B %d noverflow %d flags %d growing %v", x.h.Count, x.h.B, x.h.Noverflow, x.h.Flags, x.h.Oldbuckets != nil)
	if e := x.h.Extra; e != nil {
		s += " nextOverflow " + x.where(e.NextOverflow)
		if e.Overflow != nil {
			s += fmt.Sprintf(" overflow-list %d", len(*e.Overflow))
		}
		if e.Oldoverflow != nil {
			s += fmt.Sprintf(" old-overflow-list %d", len(*e.Oldoverflow))
		}
	}
	return s
}

func (x mp[K]) found(keys []K) (n int) {
	for _, k := range keys {
		if _, ok := x.m[k]; ok {
			n++
		}
	}
	return
}
func (x mp[K]) foundGeneric(keys []K) (n int) {
	for _, k := range keys {
		if _, ok := gomap.GenericAccess(x.t, x.h, unsafe.Pointer(&k)); ok {
			n++
		}
	}
	return
}
func (x mp[K]) ranged() (n, distinct int) {
	seen := map[K]bool{}
	for k := range x.m {
		n++
		seen[k] = true
	}
	return n, len(seen)
}

func (x mp[K]) report(what string, keys []K) {
	n, d := x.ranged()
	fmt.Printf("%s: %s | of the %d old keys lookup finds %d (generic code: %d); range yields %d entries, %d distinct\n", what, x.hdr(), len(keys), x.found(keys), x.foundGeneric(keys), n, d)
}

func mkI(i int64) int64  { return i }
func mkP(i int64) pt     { return pt{i, -i} }
func mkS(i int64) string { return fmt.Sprintf("key-%06d", i) }

func seq[K comparable](mk func(int64) K, a, b int64) (r []K) {
	for i := a; i < b; i++ {
		r = append(r, mk(i))
	}
	return
}

func put[K comparable](x mp[K], keys []K) {
	for i, k := range keys {
		x.m[k] = int64(i + 1)
	}
}

// each runs the same case for the fast64, the generic and the faststr path.
func each(name string, f64 func(), fgen func(), fstr func()) {
	add(name+"/int64", f64)
	if fgen != nil {
		add(name+"/struct", fgen)
	}
	if fstr != nil {
		add(name+"/string", fstr)
	}
}
