// SPDX-License-Identifier: Apache-2.0

// mapload shows that an hmap image that was built elsewhere can be used by a
// real Go process as a live map.
//
//	mapload build -file F [-type u64/u64] [-n 100] [-hint 0] [-seed 0x12345678]
//	    fills a real Go map and writes a relocated copy of it to F
//	mapload use -file F [-out G] [flags]
//	    maps F at its fixed address and works on it as a map of its type; writes
//	    what became of the map to G
//	mapload ask -file F -what len|get|range [-key K]
//	    maps F and answers one question about it, whatever state the map is in;
//	    not for interface keys, whose type words are another process's
//
// Key i is the script value 3*i+1 of the key type, its element the value 1000+i.
// The exit status is 1 if anything was missing, wrong or too much.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"unsafe"

	"tophash/a0key"
	"tophash/codec"
	"tophash/gomap"
	"tophash/image"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Println("usage: mapload build|use|ask ...")
		os.Exit(2)
	}
	a0key.RequireFallback()
	switch os.Args[1] {
	case "build":
		build(os.Args[2:])
	case "use":
		use(os.Args[2:])
	case "ask":
		ask(os.Args[2:])
	}
}

func key(i int) string  { return fmt.Sprint(3*i + 1) }
func elem(i int) string { return fmt.Sprint(i) }

func build(args []string) {
	fs := flag.NewFlagSet("build", flag.ExitOnError)
	file := fs.String("file", "image.bin", "")
	typ := fs.String("type", "u64/u64", "")
	n := fs.Int("n", 100, "")
	hint := fs.Int("hint", -1, "")
	seed := fs.Uint("seed", 0x12345678, "")
	iter := fs.Bool("iter", false, "leave the iterator flags set")
	fs.Parse(args)
	a0key.Set(a0key.Key128)
	debug.SetGCPercent(-1)

	t := codec.New(*typ, *hint)
	_, h := t.Open()
	h.Hash0 = uint32(*seed)
	for i := 0; i < *n; i++ {
		if *iter && i == *n-1 {
			t.Each(func(k, v string) {})
		}
		t.Assign(key(i), elem(1000+i))
	}
	image.Save(*file, t, *typ, *n)
	fmt.Printf("built %s: %s, count %d B %d noverflow %d growing %v\n", *file, *typ, h.Count, h.B, h.Noverflow, h.Oldbuckets != nil)
}

var garbage [][]byte

// churn makes the collector run and reuse whatever it thinks is free.
func churn() {
	for r := 0; r < 3; r++ {
		runtime.GC()
		garbage = nil
		for _, n := range []int{48, 80, 144, 160, 288, 2688, 4096, 9472, 16384, 19072, 40960, 81920} {
			for i := 0; i < 200000/n+4; i++ {
				b := make([]byte, n)
				for j := range b {
					b[j] = 0xEE
				}
				garbage = append(garbage, b)
			}
		}
	}
	garbage = nil
	runtime.GC()
}

func use(args []string) {
	fs := flag.NewFlagSet("use", flag.ExitOnError)
	file := fs.String("file", "image.bin", "")
	out := fs.String("out", "", "where to write the map afterwards")
	gc := fs.String("gc", "off", "off|on: on runs collections and overwrites freed memory between the steps")
	hdr := fs.String("hdr", "inplace", "inplace: the map value points into the file; copy: header, extra and overflow list are copied to the Go heap")
	prot := fs.String("prot", "rw", "rw|ro")
	share := fs.String("share", "private", "private|shared")
	steps := fs.String("steps", "lookup,range,update,delete,insert,grow,clear", "")
	fs.Parse(args)

	hd := image.ReadHeader(*file)
	a0key.Set(hd.ProcessKey())
	how := image.Private
	if *prot == "ro" {
		how.Prot = syscall.PROT_READ
	}
	if *share == "shared" {
		how.Flags = syscall.MAP_SHARED
	}
	t := codec.New(hd.Kind, -1)
	_, h := image.Use(*file, how)
	if *hdr == "copy" {
		h = copyHeader(h)
	}
	if *prot == "ro" {
		t.Adopt(h)
	} else {
		image.Adopt(t, h)
	}
	if *gc == "on" {
		debug.SetGCPercent(100)
	} else {
		debug.SetGCPercent(-1)
	}
	fmt.Printf("%s, %s, %d keys, B %d noverflow %d growing %v, gc %s, header %s, %s %s\n", runtime.Version(), hd.Kind, hd.Keys,
		h.B, h.Noverflow, h.Oldbuckets != nil, *gc, *hdr, *prot, *share)
	r := &runner{t: t, h: h, n: hd.Keys, gc: *gc == "on", low: uintptr(hd.Base), high: uintptr(hd.Base + hd.Size), want: map[int]string{}}
	for i := 0; i < hd.Keys; i++ {
		r.want[i] = t.ShowElem(elem(1000 + i))
	}
	for _, s := range strings.Split(*steps, ",") {
		r.step(s)
	}
	if *out != "" {
		image.Save(*out, t, hd.Kind, hd.Keys)
	}
	if r.broken {
		os.Exit(1)
	}
}

// maxEntries is where a range that does not end is stopped.
const maxEntries = 1000000

// ask does nothing but what a program would do, so that it dies of what a
// program would die of.
func ask(args []string) {
	fs := flag.NewFlagSet("ask", flag.ExitOnError)
	file := fs.String("file", "image.bin", "")
	what := fs.String("what", "len", "len|get|range")
	key := fs.String("key", "0", "")
	fs.Parse(args)

	hd := image.ReadHeader(*file)
	a0key.Set(hd.ProcessKey())
	debug.SetGCPercent(-1)
	t := codec.New(hd.Kind, -1)
	_, h := image.Use(*file, image.Private)
	t.Adopt(h)
	switch *what {
	case "len":
		fmt.Println(t.Len())
	case "get":
		if v, ok := t.Get(*key); ok {
			fmt.Println("found: " + v)
		} else {
			fmt.Println("absent: " + v)
		}
	case "range":
		n := 0
		seen := map[string]bool{}
		t.Each(func(k, v string) {
			seen[k] = true
			if n++; n == maxEntries {
				fmt.Printf("no end (stopped after %d entries)\n", n)
				os.Exit(0)
			}
		})
		fmt.Printf("%d entries, %d different keys\n", n, len(seen))
	default:
		panic("unknown question " + *what)
	}
}

// copyHeader puts header, mapextra and overflow lists on the Go heap.
func copyHeader(h *gomap.Hmap) *gomap.Hmap {
	g := new(gomap.Hmap)
	*g = *h
	if h.Extra != nil {
		g.Extra = new(gomap.Mapextra)
		*g.Extra = *h.Extra
		cp := func(s *[]unsafe.Pointer) *[]unsafe.Pointer {
			if s == nil {
				return nil
			}
			n := append([]unsafe.Pointer(nil), *s...)
			return &n
		}
		g.Extra.Overflow, g.Extra.Oldoverflow = cp(h.Extra.Overflow), cp(h.Extra.Oldoverflow)
	}
	return g
}

type runner struct {
	t         codec.Table
	h         *gomap.Hmap
	n         int
	gc        bool
	low, high uintptr
	want      map[int]string // index -> element as shown; filled after the key was set
	broken    bool
}

func (r *runner) put(i, v int) {
	r.t.Assign(key(i), elem(v))
	r.want[i] = r.t.ShowElem(elem(v))
}

func (r *runner) step(s string) {
	n := r.n
	switch s {
	case "lookup":
	case "range":
		r.each()
	case "update":
		for i := 0; i < n; i += 2 {
			r.put(i, 5000+i)
		}
	case "delete":
		for i := 0; i < n; i += 3 {
			r.t.Delete(key(i))
			delete(r.want, i)
		}
	case "insert": // stay below the growth limit
		for i := n; i < n+n/3; i++ {
			r.put(i, 7000+i)
		}
	case "grow":
		for i := n + n/3; i < 5*n; i++ {
			r.put(i, 9000+i)
		}
	case "clear":
		r.t.RangeDelete()
		r.want = map[int]string{}
		r.check("clear")
		for i := 0; i < n; i++ {
			r.put(i, 1000+i)
		}
		s = "refill"
	default:
		panic("unknown step " + s)
	}
	r.check(s)
}

// each compares what a range loop delivers with what is expected.
func (r *runner) each() {
	got, want := map[string]int{}, map[string]int{}
	r.t.Each(func(k, v string) { got[v]++ })
	for _, v := range r.want {
		want[v]++
	}
	bad := len(got) != len(want)
	for v, c := range want {
		bad = bad || got[v] != c
	}
	if bad {
		r.broken = true
		fmt.Printf("  range    BROKEN: %d different elements, want %d\n", len(got), len(want))
	}
}

func (r *runner) check(step string) {
	if r.gc {
		churn()
	}
	miss, wrong := 0, 0
	for i, w := range r.want {
		if v, ok := r.t.Get(key(i)); !ok {
			miss++
		} else if v != w {
			wrong++
		}
	}
	ghosts := 0
	for i := 1; i < 1000; i++ {
		if _, ok := r.t.Get(key(i + 1000000)); ok {
			ghosts++
		}
	}
	verdict := "ok"
	if miss+wrong+ghosts > 0 || r.t.Len() != len(r.want) {
		verdict = "BROKEN"
		r.broken = true
	}
	in := "file"
	if a := uintptr(r.h.Buckets); a < r.low || a >= r.high {
		in = "Go heap"
	}
	fmt.Printf("  %-8s %s: len %d (want %d), missing %d, wrong %d, ghosts %d; B %d noverflow %d flags %d, main array in %s\n",
		step, verdict, r.t.Len(), len(r.want), miss, wrong, ghosts, r.h.B, r.h.Noverflow, r.h.Flags, in)
}
