// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"
	"runtime"
	"sort"
	"unsafe"

	"tophash/gomap"
)

func register() {
	each("zero-main-buckets", func() { zeroMain(mkI) }, func() { zeroMain(mkP) }, func() { zeroMain(mkS) })
	each("zero-main-count-reset", func() { zeroMainCount(mkI) }, nil, nil)
	each("article-4.2-memclr-sizeof-bmap", func() { sizeofBmap(mkI) }, nil, func() { sizeofBmap(mkS) })
	each("zero-all-spare-too", func() { zeroAll(mkI) }, func() { zeroAll(mkP) }, func() { zeroAll(mkS) })
	each("article-4.3-three-step", func() { threeStep(mkI, false) }, func() { threeStep(mkP, false) }, func() { threeStep(mkS, false) })
	each("article-4.3-three-step-plus-count", func() { threeStep(mkI, true) }, func() { threeStep(mkP, true) }, func() { threeStep(mkS, true) })
	add("three-step/skip-nil-check", skipNil)
	each("three-step/skip-data-clear", func() { onlyTophash(mkI) }, func() { onlyTophash(mkP) }, nil)
	each("three-step/skip-tophash-reset", func() { onlyData(mkI) }, func() { onlyData(mkP) }, func() { onlyData(mkS) })
	add("count-too-high", countHigh)
	add("count-zero-buckets-kept", countZero)
	add("count-too-low", countLow)
	add("noverflow-kept", noverflowKept)
	add("nextOverflow-rewound-chains-kept/self-loop-lookup", func() { selfLoop("lookup") })
	add("nextOverflow-rewound-chains-kept/self-loop-range", func() { selfLoop("range") })
	add("nextOverflow-rewound-chains-kept/shared-bucket", sharedBucket)
	add("nextOverflow-rewound-chains-kept/chain-cut", chainCut)
	add("growing/zero-new-array", func() { growing("new") })
	add("growing/zero-old-array", func() { growing("old") })
	add("growing/zero-both-arrays", func() { growing("both") })
	add("growing/three-step-count-0", func() { growing("three") })
	add("growing/oldbuckets-nil-only", func() { growing("drop") })
	add("growing/first-tophash-byte-only", badState)
	add("growing/oldbuckets-nil-oldoverflow-kept", oldoverflow)
	add("iterator/zero-main-while-in-overflow-bucket", iterOverflow)
	add("iterator/clear-in-the-middle-of-growth", func() { iterClear(false) })
	add("iterator/clear-after-growth-finished-NaN", func() { iterNaN(true) })
	add("iterator/clear-during-growth-NaN", func() { iterNaN(false) })
	add("leak/overflow-list", leak)
	add("leak/spare-buckets", spareLeak)
	add("reference/real-clear", reference)
	registerWays()
}

// ------------------------------------------------------------- zeroing

// 300 keys in 2^6 buckets, 20 more in one bucket: 2 spare overflow buckets used.
func filled[K comparable](mk func(int64) K) (mp[K], []K) {
	x := newMap[K](300) // B = 6
	keys := seq(mk, 0, 300)
	keys = append(keys, x.colliding(func(i int64) K { return mk(i + 100000) }, x.h.B, 5, 30)...)
	put(x, keys)
	return x, keys
}

func zeroMain[K comparable](mk func(int64) K) {
	x, keys := filled(mk)
	x.report("before", keys)
	fmt.Println("chain of bucket 5:", x.chain(5))
	x.zeroMain()
	x.step("zero-main")
	x.report("after zeroing the 2^B main buckets", keys)
	fmt.Println("chain of bucket 5:", x.chain(5))
	// New keys: the count is far too high, so growth comes early.
	fresh := seq(func(i int64) K { return mk(i + 500000) }, 0, 120)
	b0 := x.h.B
	for i, k := range fresh {
		x.m[k] = 1
		if x.h.B != b0 {
			fmt.Printf("B went from %d to %d at new key %d, with %d real entries\n", b0, x.h.B, i+1, i+1)
			break
		}
	}
	put(x, fresh)
	x.step("fresh-keys")
	n, _ := x.ranged()
	fmt.Printf("%d new keys inserted: %s; range yields %d; len is too high by %d\n", len(fresh), x.hdr(), n, x.h.Count-n)
	gomap.MapClear(x.t, x.h)
	x.step("real-clear")
	fmt.Println("real clear repairs it:", x.hdr())
}

func zeroMainCount[K comparable](mk func(int64) K) {
	x, keys := filled(mk)
	x.zeroMain()
	x.h.Count = 0
	x.step("zero-main-count")
	x.report("main buckets zeroed, count = 0", keys)
	put(x, keys)
	x.step("refill")
	x.report("same keys inserted again", keys)
	fmt.Println("chain of bucket 5:", x.chain(5), "(the spare buckets used before are lost)")
}

func sizeofBmap[K comparable](mk func(int64) K) {
	x, keys := filled(mk)
	n := uintptr(8) << x.h.B // sizeof(runtime.bmap{}) is 8
	fmt.Printf("2^%d * 8 = %d bytes cleared of %d\n", x.h.B, n, uintptr(x.t.BucketSize)<<x.h.B)
	x.zero(0, n)
	x.step("sizeof-bmap")
	x.report("after", keys)
}

var sinkBlocks [][]int64

func zeroAll[K comparable](mk func(int64) K) {
	// Put a block of our own directly behind the bucket array.
	var x mp[K]
	var behind []int64
	probe := newMap[K](100)
	bytes := probe.total() * uintptr(probe.t.BucketSize)
	for try := 0; try < 200 && behind == nil; try++ {
		x = newMap[K](100)
		var blk []int64
		if x.t.HasPointers() {
			p := make([]*int64, bytes/8)
			blk = (*[1 << 20]int64)(unsafe.Pointer(&p[0]))[:len(p):len(p)]
		} else {
			blk = make([]int64, bytes/8)
		}
		sinkBlocks = append(sinkBlocks, blk)
		d := uintptr(unsafe.Pointer(&blk[0])) - uintptr(x.h.Buckets)
		if d >= bytes && d < bytes+256 {
			behind = blk
			fmt.Printf("array %d bytes, own block begins %d bytes behind its end\n", bytes, d-bytes)
		}
	}
	keys := x.colliding(mk, x.h.B, 3, 60)
	fmt.Println("fresh map:", x.hdr(), "; overflow word of the last spare bucket:", x.where(x.t.Ovf(x.t.BucketAt(x.h.Buckets, x.total()-1))))
	x.zero(0, bytes)
	beyond = true
	x.step("zero-all")
	fmt.Println("whole array zeroed: overflow word of the last spare bucket:", x.where(x.t.Ovf(x.t.BucketAt(x.h.Buckets, x.total()-1))))
	for i := range behind {
		if !x.t.HasPointers() {
			behind[i] = 0
		}
	}
	last := ""
	for i, k := range keys {
		x.m[k] = int64(i + 1)
		if c := x.chain(3); c != last {
			last = c
			bad := 0
			for _, v := range behind {
				if v != 0 {
					bad++
				}
			}
			fmt.Printf("key %d: %s; nextOverflow %s; foreign words written: %d\n", i+1, c, x.where(x.h.Extra.NextOverflow), bad)
		}
	}
	x.step("fill-one-chain")
	bad, first := 0, -1
	for i, v := range behind {
		if v != 0 {
			bad++
			if first < 0 {
				first = i
			}
		}
	}
	fmt.Printf("end: %s; %d of %d words of the foreign block overwritten, from word %d; lookups find %d of %d\n", x.hdr(), bad, len(behind), first, x.found(keys), len(keys))
	// And the other way round: the owner of the block writes to it.
	for i := range behind {
		if x.t.HasPointers() {
			behind[i] = 0
		} else {
			behind[i] = -1
		}
	}
	x.step("neighbour-writes")
	fmt.Printf("after its owner rewrote the block, lookups find %d of %d\n", x.found(keys), len(keys))
}

func threeStep[K comparable](mk func(int64) K, count bool) {
	x, keys := filled(mk)
	x.threeStep()
	if count {
		x.h.Count = 0
		x.step("three-step-count")
	} else {
		x.step("three-step")
	}
	x.report("after the reset", keys)
	fmt.Println("chain of bucket 5:", x.chain(5))
	ghost := 0
	for _, k := range keys {
		if _, ok := x.m[k]; ok {
			ghost++
		}
	}
	one := mk(700000)
	x.m[one] = 1
	x.step("one-insert")
	x.report("after inserting one new key", keys)
	// Insert the colliding keys again: duplicates.
	put(x, keys[300:])
	x.step("reinsert")
	n, d := x.ranged()
	fmt.Printf("after inserting the 30 keys of bucket 5 again: %s; range yields %d entries, %d distinct keys\n", x.hdr(), n, d)
	for _, k := range keys[300:] {
		delete(x.m, k)
	}
	x.step("delete-again")
	n, d = x.ranged()
	fmt.Printf("after deleting those 30 keys: %s; lookup finds %d of them; range yields %d entries, %d distinct\n", x.hdr(), x.found(keys[300:]), n, d)
}

func skipNil() {
	x := newMap[int64](0) // on the heap; on the stack the first bucket is never nil
	fmt.Println("B 0, buckets", x.h.Buckets)
	b := gomap.Bytes(x.h.Buckets, uintptr(x.t.BucketSize))
	b[0] = 0
	fmt.Println("not reached", x.h.Count)
}

func onlyTophash[K comparable](mk func(int64) K) {
	x, keys := filled(mk)
	x.eachBucket(func(b unsafe.Pointer) {
		for ; b != nil; b = x.t.Ovf(b) { // whole chain, to look at this one step only
			*(*uint64)(b) = 0
		}
	})
	x.h.Count = 0
	x.step("only-tophash")
	x.report("only tophash reset (every bucket of every chain), count = 0", keys)
	put(x, keys)
	x.step("refill")
	x.report("refilled", keys)
}

func onlyData[K comparable](mk func(int64) K) {
	x, keys := filled(mk)
	x.eachBucket(func(b unsafe.Pointer) {
		for ; b != nil; b = x.t.Ovf(b) {
			s := gomap.Bytes(gomap.Add(b, 8), uintptr(x.t.BucketSize)-16)
			for i := range s {
				s[i] = 0
			}
		}
	})
	x.step("only-data")
	x.report("keys and elems zeroed, tophash kept", keys)
	var zero K
	v, ok := x.m[zero]
	_, okG := gomap.GenericAccess(x.t, x.h, unsafe.Pointer(&zero))
	fmt.Printf("lookup of the zero key: %v %v (generic code: %v)\n", v, ok, okG)
	put(x, keys)
	x.step("refill")
	x.report("refilled", keys)
	n := 0
	for i := 0; i < 3000; i++ {
		if _, ok := x.m[zero]; !ok {
			break
		}
		delete(x.m, zero)
		n++
	}
	fmt.Printf("the zero key had to be deleted %d times until lookup no longer finds it; %s\n", n, x.hdr())
}

// ------------------------------------------------------------- the header

func countHigh() {
	x, _ := filled(mkI)
	x.zeroMain()
	x.step("zero-main")
	fmt.Println("zeroed, count kept:", x.hdr())
	for round := 1; round <= 4; round++ {
		for i := int64(0); i < 40; i++ {
			x.m[i+int64(round)*1000] = 1
		}
		x.step(fmt.Sprintf("round-%d", round))
		n, _ := x.ranged()
		fmt.Printf("round %d, 40 keys inserted: %s; real entries %d\n", round, x.hdr(), n)
		x.zeroMain()
	}
}

func countZero() {
	x, keys := filled(mkI)
	x.h.Count = 0
	x.step("count-zero")
	x.report("count = 0, buckets kept", keys)
	gomap.MapClear(x.t, x.h)
	x.step("real-clear")
	x.report("after a real clear (does nothing: count is 0)", keys)
	x.m[999999] = 1
	x.step("one-insert")
	x.report("after inserting one key", keys)
	for _, k := range keys {
		delete(x.m, k)
		if x.h.Count == 0 {
			break
		}
	}
	x.step("one-delete")
	fmt.Println("after one effective delete:", x.hdr(), "hash0 reseeded:", x.h.Hash0 != seed)
	x.m[999998] = 1
	x.step("second-insert")
	x.report("after inserting another key with the new seed", keys)
}

func countLow() {
	x, keys := filled(mkI)
	x.h.Count = 3
	x.step("count-three")
	for _, k := range keys[:3] {
		delete(x.m, k)
	}
	x.step("three-deletes")
	fmt.Printf("count 3 instead of 330, three deletes: %s, hash0 reseeded: %v\n", x.hdr(), x.h.Hash0 != seed)
	delete(x.m, keys[5])
	fmt.Println("a fourth delete is ignored:", x.hdr())
	x.m[999999] = 1
	x.step("one-insert")
	x.report("after one insert", keys)
}

func noverflowKept() {
	x := newMap[int64](100) // B = 4
	for b := uintptr(0); b < 6; b++ {
		put(x, x.colliding(mkI, 4, b, 16+b2i(b < 5)))
	}
	fmt.Println("filled:", x.hdr())
	x.h.Noverflow = 16 // what more overflow would have left behind
	x.zeroMain()
	x.h.Count = 0
	x.step("zero-main-noverflow-kept")
	fmt.Println("zeroed, count = 0, noverflow kept at 16:", x.hdr())
	p := x.h.Buckets
	x.m[1] = 1
	x.step("one-insert")
	fmt.Printf("one insert: %s; new bucket array: %v (a same-size growth for one entry)\n", x.hdr(), x.h.Buckets != p)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// ------------------------------------------------------------- chains

func selfLoop(how string) {
	x := newMap[int64](100)
	keys := x.colliding(mkI, 4, 3, 40)
	put(x, keys[:12])
	fmt.Println("before:", x.hdr(), x.chain(3))
	x.threeStep()
	x.eachSpare(func(b unsafe.Pointer) { *(*uint64)(b) = 0 })
	x.h.Count, x.h.Noverflow = 0, 0
	x.h.Extra.NextOverflow = x.t.BucketAt(x.h.Buckets, 16)
	x.step("rewind")
	fmt.Println("tophash/keys/elems of all buckets cleared, overflow words kept, nextOverflow rewound:", x.hdr(), x.chain(3))
	put(x, keys[:16])
	x.step("sixteen")
	fmt.Println("16 keys:", x.hdr(), x.chain(3))
	x.m[keys[16]] = 1
	x.step("seventeenth")
	fmt.Println("17th key:", x.hdr(), x.chain(3))
	fmt.Println("present keys found:", x.found(keys[:17]), "of 17")
	if how == "lookup" {
		fmt.Println("looking up an absent key of that bucket ...")
		_, ok := x.m[keys[30]]
		fmt.Println("found", ok)
	} else {
		fmt.Println("ranging ...")
		n := 0
		for range x.m {
			n++
			if n == 1000000 {
				fmt.Println("1000000 entries delivered, len", len(x.m))
				return
			}
		}
		fmt.Println("ended after", n)
	}
}

func (x mp[K]) eachSpare(f func(unsafe.Pointer)) {
	for i := uintptr(1) << x.h.B; i < x.total(); i++ {
		f(x.t.BucketAt(x.h.Buckets, i))
	}
}

func sharedBucket() {
	x := newMap[int64](100)
	a, b := x.colliding(mkI, 4, 3, 40), x.colliding(mkI, 4, 9, 40)
	put(x, a[:12])
	x.threeStep()
	x.eachSpare(func(b unsafe.Pointer) { *(*uint64)(b) = 0 })
	x.h.Count, x.h.Noverflow = 0, 0
	x.h.Extra.NextOverflow = x.t.BucketAt(x.h.Buckets, 16)
	x.step("rewind")
	put(x, a[:12])
	x.step("first-owner")
	put(x, b[:9])
	x.step("second-owner")
	fmt.Println("two buckets share an overflow bucket:", x.chain(3), x.chain(9))
	n, d := x.ranged()
	fmt.Printf("%s; inserted 21; found %d + %d; range yields %d entries, %d distinct\n", x.hdr(), x.found(a[:12]), x.found(b[:9]), n, d)
	x.m[a[20]] = 1
	x.step("one-more-three")
	x.m[b[20]] = 1
	x.step("one-more-nine")
	n, d = x.ranged()
	fmt.Printf("one more each: %s; range yields %d, %d distinct\n", x.hdr(), n, d)
	for _, k := range a[:12] {
		delete(x.m, k)
	}
	x.step("first-owner-deletes")
}

func chainCut() {
	x := newMap[int64](100)
	a := x.colliding(mkI, 4, 3, 40)
	put(x, a[:20])
	fmt.Println("before:", x.hdr(), x.chain(3))
	x.threeStep()
	x.eachSpare(func(b unsafe.Pointer) { *(*uint64)(b) = 0 })
	x.h.Count, x.h.Noverflow = 0, 0
	x.h.Extra.NextOverflow = x.t.BucketAt(x.h.Buckets, 16)
	x.step("rewind")
	put(x, a[:24])
	x.step("twenty-four")
	fmt.Println("24 keys again:", x.hdr(), x.chain(3), "found", x.found(a[:24]))
	x.m[a[24]] = 1
	x.step("twenty-fifth")
	n, d := x.ranged()
	fmt.Printf("25th key: %s %s; found %d of 25; range yields %d, %d distinct\n", x.hdr(), x.chain(3), x.found(a[:25]), n, d)
}

// ------------------------------------------------------------- growth

func growing(what string) {
	x := newMap[int64](0)
	keys := seq(mkI, 0, 210) // the 209th starts the growth to B = 6
	put(x, keys)
	ob := x.h.B - 1
	old := x.h.Oldbuckets
	evac := 0
	for i := uintptr(0); i < 1<<ob; i++ {
		if top := *(*uint8)(x.t.BucketAt(old, i)); top > 1 && top < 5 {
			evac++
		}
	}
	fmt.Printf("before: %s, nevacuate %d, %d of %d old buckets evacuated\n", x.hdr(), x.h.Nevacuate, evac, 1<<ob)
	zeroOld := func() {
		s := gomap.Bytes(old, uintptr(x.t.BucketSize)<<ob)
		for i := range s {
			s[i] = 0
		}
	}
	switch what {
	case "new":
		x.zeroMain()
	case "old":
		zeroOld()
	case "both":
		x.zeroMain()
		zeroOld()
	case "three":
		x.threeStep()
		x.h.Count = 0
	case "drop":
		x.h.Oldbuckets = nil
	}
	x.step("grow-" + what)
	x.report("after", keys)
	x.m[1000000] = 1
	x.step("one-insert")
	x.report("one insert", keys)
	for i := int64(0); i < 60; i++ {
		x.m[2000000+i] = 1
	}
	x.step("sixty-inserts")
	x.report("61 inserts", keys)
}

func badState() {
	x := newMap[int64](0)
	put(x, seq(mkI, 0, 210))
	n := 0
	for i := uintptr(0); i < 32; i++ {
		b := x.t.BucketAt(x.h.Oldbuckets, i)
		if t := *(*uint8)(b); t > 1 && t < 5 {
			*(*uint8)(b) = 0
			n++
		}
	}
	x.step("first-tophash-byte")
	fmt.Printf("%s; tophash[0] = 0 in %d evacuated old buckets\n", x.hdr(), n)
	for i := int64(0); i < 100; i++ {
		x.m[i+5000] = 1
	}
	fmt.Println("survived", x.hdr())
}

func oldoverflow() {
	x := newMap[int64](100) // B = 4
	put(x, x.colliding(mkI, 4, 3, 20))
	for i := int64(1000000); x.h.Oldbuckets == nil; i++ {
		x.m[i] = 1
	}
	fmt.Println("growing:", x.hdr())
	x.zeroMain()
	x.h.Count, x.h.Oldbuckets, x.h.Nevacuate, x.h.Noverflow = 0, nil, 0, 0
	x.step("oldoverflow-kept")
	fmt.Println("main array zeroed, count, noverflow, oldbuckets, nevacuate reset; extra not:", x.hdr())
	put(x, x.colliding(mkI, 5, 3, 20))
	x.step("twenty-again")
	fmt.Println("20 keys in one bucket:", x.hdr())
	for i := int64(3000000); i < 3000400; i++ {
		x.m[i] = 1
	}
	fmt.Println("survived", x.hdr())
}

// ------------------------------------------------------------- iterators

func iterAt(x mp[int64], bucket uintptr, offset uint8) *gomap.Hiter {
	it := new(gomap.Hiter)
	gomap.MapIterInit(x.t, x.h, it)
	it.Key, it.Elem, it.Bptr = nil, nil, nil
	it.StartBucket, it.Bucket, it.Offset, it.I, it.Wrapped, it.CheckBucket = bucket, bucket, offset, 0, false, 0
	gomap.MapIterNext(it)
	return it
}

func iterOverflow() {
	x, keys := filled(mkI)
	it := iterAt(x, 5, 0)
	for i := 0; i < 9; i++ {
		gomap.MapIterNext(it)
	}
	fmt.Println("iterator stands in", x.where(it.Bptr), "of", x.chain(5))
	x.zeroMain()
	x.h.Count = 0
	x.step("zero-main-count")
	n := 0
	for gomap.MapIterNext(it); it.Key != nil; gomap.MapIterNext(it) {
		n++
	}
	fmt.Printf("main buckets zeroed, count = 0: %s; the iterator still delivers %d entries, of which lookup finds 0 (%d)\n", x.hdr(), n, x.found(keys))
}

func iterClear(bool) {
	x := newMap[int64](0)
	keys := seq(mkI, 0, 208) // just before the growth to B = 6
	put(x, keys)
	for x.h.Oldbuckets != nil { // finish earlier growth
		x.m[0] = 1
	}
	it := iterAt(x, 0, 0)
	x.m[1000] = 1 // starts the growth
	fmt.Println("iterator opened, then growth started:", x.hdr(), "nevacuate", x.h.Nevacuate)
	gomap.MapClear(x.t, x.h)
	x.step("real-clear")
	fmt.Println("clear:", x.hdr())
	n := 0
	for gomap.MapIterNext(it); it.Key != nil; gomap.MapIterNext(it) {
		n++
	}
	fmt.Println("entries the iterator delivers after the clear:", n)
}

func iterNaN(finish bool) {
	m := map[float64]int64{}
	t, h := gomap.Open(m)
	for i := 0; i < 104; i++ {
		m[math.NaN()] = int64(i)
	}
	for h.Oldbuckets != nil {
		m[1] = 1
		delete(m, 1)
	}
	it := new(gomap.Hiter)
	gomap.MapIterInit(t, h, it)
	m[math.NaN()] = 104
	if finish {
		for h.Oldbuckets != nil {
			m[1] = 1
			delete(m, 1)
		}
	}
	fmt.Printf("105 NaN entries, iterator opened before the growth, growing %v\n", h.Oldbuckets != nil)
	gomap.MapClear(t, h)
	mp[float64]{m, t, h}.step("real-clear")
	n := 0
	for gomap.MapIterNext(it); it.Key != nil; gomap.MapIterNext(it) {
		n++
	}
	fmt.Printf("len after clear %d; entries the iterator delivers after the clear: %d\n", len(m), n)
}

// ------------------------------------------------------------- leaks

func leak() {
	x := newMap[int64](100) // B = 4
	keys := x.colliding(mkI, 4, 3, 90)
	var ms runtime.MemStats
	for round := 0; round <= 1000; round++ {
		put(x, keys)
		if round%250 == 0 || round == 1 {
			runtime.GC()
			runtime.ReadMemStats(&ms)
			fmt.Printf("round %d: %s, live heap %d KiB\n", round, x.hdr(), ms.HeapAlloc/1024)
		}
		x.zeroMain()
		x.h.Count, x.h.Noverflow = 0, 0
	}
	x.step("thousand-rounds")
	gomap.MapClear(x.t, x.h)
	x.m[1] = 1
	gomap.MapClear(x.t, x.h)
	x.step("real-clear")
	runtime.GC()
	runtime.ReadMemStats(&ms)
	fmt.Printf("after a real clear: %s, live heap %d KiB\n", x.hdr(), ms.HeapAlloc/1024)
	runtime.KeepAlive(x)
}

func spareLeak() {
	x := newMap[int64](400) // B = 6
	keys := x.colliding(mkI, 6, 3, 30)
	fmt.Println("fresh:", x.hdr(), "spare buckets:", x.total()-64)
	for round := 1; round <= 3; round++ {
		put(x, keys)
		x.step(fmt.Sprintf("fill-%d", round))
		fmt.Printf("round %d: %s %s\n", round, x.hdr(), x.chain(3))
		x.zeroMain()
		x.h.Count, x.h.Noverflow = 0, 0
		x.step("zero-main-counts")
	}
}

func reference() {
	x, keys := filled(mkI)
	gomap.MapClear(x.t, x.h)
	x.h.Hash0 = seed
	x.step("real-clear")
	x.report("after clear", keys)
	put(x, keys)
	x.step("refill")
	x.report("refilled", keys)
	fmt.Println("chain of bucket 5:", x.chain(5))
}

var _ = sort.Ints
