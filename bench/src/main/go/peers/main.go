// SPDX-License-Identifier: Apache-2.0

// Measures Go's own map as PeerDriver.java measures a Java one, with the same keys, and prints the same lines. The
// arguments are the shape, "warm", "fresh" or "huge", operations for each row, rows with commas between them, and sizes.
//
// The collector is off inside the clock and runs before each map that grows, so what it takes is not counted, as in
// the Java programs. The clock is the processor time of the thread.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

const (
	threadClock     = 3 // CLOCK_THREAD_CPUTIME_ID
	warmSize        = 1_000
	warmPasses      = 400
	leastPasses     = 2
	mostFreshPasses = 8
	freshEntries    = 1_000_000
	hugeLeast       = 256 << 20
	hugeEntry       = 300 // bytes, keys and a map that grows
	heapStart       = 0xc0_0000_0000
	heapEnd         = 0x1c0_0000_0000
	adviceHuge      = 14 // MADV_HUGEPAGE
	leastRead       = 10_000
)

var rowNames = []string{"INSERT", "UPDATE", "HIT", "MISS", "ITERATE", "REMOVE", "GROW", "HIT_ONE", "HIT_TWO"}

// planted is a control: with this variable in the environment the sum of the hits is wrong by one.
var planted = os.Getenv("TOPHASH_BENCH_PLANT") != ""

type series struct {
	processor, wall []float64
	sum             int64
	passes          int
}

type run struct {
	rows map[string]bool
	of   map[string]*series
}

func processorNanos() int64 {
	var at syscall.Timespec
	if _, _, e := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, threadClock, uintptr(unsafe.Pointer(&at)), 0); e != 0 {
		panic(e)
	}
	return at.Nano()
}

func makerOf(shape string, size int) maker {
	switch shape {
	case "LONG_LONG":
		return newLongLong(size)
	case "INT_INT":
		return newIntInt(size)
	case "LONG_STRUCT":
		return newLongStruct(size)
	case "KEY16_LONG":
		return newKey16Long(size)
	case "STRING_LONG":
		return newStringLong(size)
	}
	panic("no such shape: " + shape)
}

func (r *run) add(row string, processor, wall float64, sum int64, passes int) {
	of := r.of[row]
	if of == nil {
		of = &series{}
		r.of[row] = of
	}
	of.processor = append(of.processor, processor)
	of.wall = append(of.wall, wall)
	of.sum += sum
	of.passes += passes
}

func (r *run) time(row string, size int, work func() int64, after func() int64) {
	if !r.rows[row] && row != "INSERT" && row != "UPDATE" {
		return
	}
	wallStart := time.Now()
	start := processorNanos()
	sum := work()
	processor := processorNanos() - start
	wall := time.Since(wallStart).Nanoseconds()
	if after != nil {
		sum += after()
	}
	if planted && row == "HIT" {
		sum++
	}
	if r.rows[row] {
		r.add(row, float64(processor)/float64(size), float64(wall)/float64(size), sum, 1)
	}
}

func require(actual, expected int, row string) {
	if actual != expected {
		panic(fmt.Sprintf("entries after %s: expected=%d, actual=%d", row, expected, actual))
	}
}

func (r *run) pass(m subject, from, size int) {
	m.clear()
	r.time("INSERT", size, func() int64 { m.insert(from, size); return 0 }, func() int64 { return m.hit(from, size) })
	require(m.size(), size, "INSERT")
	r.time("UPDATE", size, func() int64 { m.update(from, size); return 0 }, func() int64 { return m.hit(from, size) })
	r.time("HIT", size, func() int64 { return m.hit(from, size) }, nil)
	r.time("MISS", size, func() int64 { return m.miss(from, size) }, nil)
	r.time("ITERATE", size, m.iterate, nil)
	r.time("REMOVE", size, func() int64 { m.remove(from, size); return 0 }, func() int64 { return int64(m.size()) })
}

func read(m subject, size, times, threads int) (processor, wall, sum int64) {
	var ready atomic.Int32
	var done sync.WaitGroup
	nanos, walls, sums := make([]int64, threads), make([]int64, threads), make([]int64, threads)
	for i := 0; i < threads; i++ {
		done.Add(1)
		go func(number int) {
			defer done.Done()
			runtime.LockOSThread()
			ready.Add(1)
			for int(ready.Load()) < threads {
				runtime.Gosched()
			}
			wallStart := time.Now()
			start := processorNanos()
			for t := 0; t < times; t++ {
				sums[number] += m.hit(0, size)
			}
			nanos[number] = processorNanos() - start
			walls[number] = time.Since(wallStart).Nanoseconds()
		}(i)
	}
	done.Wait()
	for i := range nanos {
		processor += nanos[i]
		wall = max(wall, walls[i])
		sum += sums[i]
	}
	return processor, wall, sum
}

func (r *run) readers(m subject, size, counted int) {
	if size < leastRead || !r.rows["HIT_ONE"] && !r.rows["HIT_TWO"] {
		return // a branch predictor learns few keys by heart
	}
	m.clear()
	m.insert(0, size)
	m.update(0, size)
	gets := float64(size) * float64(counted)
	for i := 0; i < 2; i++ {
		one, oneWall, oneSum := read(m, size, counted, 1)
		two, twoWall, twoSum := read(m, size, counted, 2)
		r.add("HIT_ONE", float64(one)/gets, float64(oneWall)/gets, oneSum, counted)
		r.add("HIT_TWO", float64(two)/2/gets, float64(twoWall)/gets, twoSum, counted)
	}
}

func (r *run) run(shape string, size, first, counted int) {
	makeMap := makerOf(shape, size)
	slices := slicesOf(size)
	if len(r.rows) > 1 || !r.rows["GROW"] {
		presized := makeMap(size)
		runtime.GC()
		for pass := 0; pass < first+counted; pass++ {
			r.pass(presized, pass%slices*size, size)
		}
		r.readers(presized, size, counted)
	}
	for pass := 0; pass < first+counted && r.rows["GROW"]; pass++ {
		if first > 0 {
			runtime.GC() // the map before leaves its memory
		}
		growing := makeMap(0)
		from := pass % slices * size
		r.time("GROW", size, func() int64 { growing.insert(from, size); return 0 },
			func() int64 { return growing.hit(from, size) })
		require(growing.size(), size, "GROW")
	}
}

// fill is entries by slots of a table that Go makes for as many entries: 13 for two buckets at most.
func fill(size int) float64 {
	buckets := 1
	for size > 8 && size > 13*buckets/2 {
		buckets *= 2
	}
	return float64(size) / float64(8*buckets)
}

func lowerQuarter(times []float64, first int) float64 {
	if len(times) > first {
		times = times[first:]
	}
	sort.Float64s(times)
	return times[(len(times)-1)/4]
}

// adviseHuge has the heap grow to so many bytes, none of them touched, and asks for huge pages there: Go itself asks for
// none.
func adviseHuge(bytes int) {
	room := make([]byte, bytes)
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(maps), "\n") {
		var start, end uintptr
		var may string
		if n, _ := fmt.Sscanf(line, "%x-%x %s", &start, &end, &may); n == 3 && start >= heapStart && end <= heapEnd &&
			strings.HasPrefix(may, "rw") {
			if _, _, e := syscall.RawSyscall(syscall.SYS_MADVISE, start, end-start, adviceHuge); e != 0 {
				panic(e)
			}
		}
	}
	runtime.KeepAlive(room)
	room = nil
	runtime.GC()
}

func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		panic(err)
	}
	return n
}

func main() {
	debug.SetGCPercent(-1)
	runtime.LockOSThread()
	shape, fresh, operations := os.Args[1], os.Args[2] == "fresh", number(os.Args[3])
	if os.Args[2] == "huge" {
		most := 0
		for _, word := range os.Args[5:] {
			most = max(most, number(word))
		}
		adviseHuge(hugeLeast + hugeEntry*most)
	}
	rows := map[string]bool{}
	for _, row := range strings.Split(os.Args[4], ",") {
		rows[row] = true
	}
	(&run{rows, map[string]*series{}}).run(shape, warmSize, 0, warmPasses)
	for _, word := range os.Args[5:] {
		size := number(word)
		counted, first := max(leastPasses, operations/size), 0
		if fresh {
			counted = min(mostFreshPasses, max(1, freshEntries/size))
		} else {
			first = max(1, counted/4)
		}
		r := &run{rows, map[string]*series{}}
		r.run(shape, size, first, counted)
		fmt.Printf("FILL %d %.3f\n", size, fill(size))
		for _, row := range rowNames {
			if of := r.of[row]; of != nil {
				fmt.Printf("ROW %d %s %.3f %.3f %d %d\n", size, row, lowerQuarter(of.processor, first),
					lowerQuarter(of.wall, first), of.sum, of.passes)
			}
		}
	}
}
