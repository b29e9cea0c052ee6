// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
	"unsafe"

	"tophash/codec"
	"tophash/gomap"
	"tophash/image"
)

type block struct {
	ID   string `json:"id"`
	Addr string `json:"addr"`
	Hex  string `json:"hex"`  // the real bytes
	Norm string `json:"norm"` // without addresses; overflow word zero
	Ovf  string `json:"ovf"`  // label of the overflow bucket, "" = nil
}
type array struct {
	Addr   string  `json:"addr"`
	N      int     `json:"n"`     // main buckets
	Total  int     `json:"total"` // with the preallocated overflow area
	Blocks []block `json:"blocks"`
}
type slist struct {
	Len   int      `json:"len"`
	Cap   int      `json:"cap"`
	Items []string `json:"items"`
}
type extra struct {
	Overflow     *slist `json:"overflow"`
	Oldoverflow  *slist `json:"oldoverflow"`
	NextOverflow string `json:"nextOverflow"`
}

type dumper struct {
	out     *json.Encoder
	hk      [4]uint64
	line    string
	step    int
	kind    string
	t       codec.Table
	pinned  bool
	hash0   uint32
	reseeds int
	iters   map[string]*gomap.Hiter

	main, old   *array
	mainP, oldP unsafe.Pointer
	heap        map[unsafe.Pointer]string
	heapOrder   []unsafe.Pointer
}

func (d *dumper) rec(m map[string]interface{}) {
	m["step"], m["op"], m["go"], m["type"] = d.step, d.line, runtime.Version()[2:], d.kind
	if err := d.out.Encode(m); err != nil {
		panic(err)
	}
}

// pin puts the chosen seed back after the run-time drew a new one.
func (d *dumper) pin() {
	_, h := d.t.Open()
	if d.pinned && h.Hash0 != d.hash0 {
		if h.Count != 0 {
			panic("seed changed on a non-empty map")
		}
		d.reseeds++
		h.Hash0 = d.hash0
	}
}

func (d *dumper) rng(f []string, op func(string)) {
	step := uint64(1)
	if len(f) > 3 {
		step = codec.Num(f[3])
	}
	for i := codec.Num(f[1]); i < codec.Num(f[2]); i += step {
		op(fmt.Sprint(i))
		d.pin()
		d.register()
	}
}

func (d *dumper) run(f []string) {
	d.step++
	switch f[0] {
	case "map":
		hint := -1
		if len(f) > 3 {
			hint = int(codec.Num(f[3]))
		}
		d.begin(f[1]+"/"+f[2], hint)
		d.pinned = false
	case "load":
		hd, h := image.Use(f[1], image.Private)
		d.begin(hd.Kind, -1)
		image.Adopt(d.t, h)
		d.pinned, d.hash0 = true, h.Hash0
	case "save":
		image.Save(f[1], d.t, d.kind, 0)
	case "mode":
		d.t.SetGeneric(f[1] == "generic")
	case "hash0":
		d.pinned, d.hash0 = true, uint32(codec.Num(f[1]))
		_, h := d.t.Open()
		if h.Count != 0 {
			panic("hash0 on a non-empty map")
		}
		h.Hash0 = d.hash0
	case "assign":
		d.t.Assign(f[1], f[2])
	case "fill":
		d.rng(f, func(k string) { d.t.Assign(k, fmt.Sprint(1000+int64(codec.Num(k)))) })
	case "delete":
		d.t.Delete(f[1])
	case "drop":
		d.rng(f, d.t.Delete)
	case "clear":
		mt, h := d.t.Open()
		gomap.MapClear(mt, h)
	case "rangedelete":
		d.t.RangeDelete()
	case "eachdelete":
		d.t.EachDelete()
	case "clone":
		d.t = d.t.Clone()
		d.iters = map[string]*gomap.Hiter{}
	case "get":
		v, ok := d.t.Get(f[1])
		d.rec(map[string]interface{}{"value": v, "found": ok})
	case "poke":
		_, h := d.t.Open()
		n := codec.Num(f[2])
		switch f[1] {
		case "count":
			h.Count = int(n)
		case "flags":
			h.Flags = uint8(n)
		case "B":
			h.B = uint8(n)
		case "noverflow":
			h.Noverflow = uint16(n)
		case "hash0":
			h.Hash0 = uint32(n)
		case "nevacuate":
			h.Nevacuate = uintptr(n)
		}
	case "iter":
		it := d.iter(codec.Num(f[1]), codec.Num(f[2]))
		keys, elems := []string{}, []string{}
		for it.Key != nil {
			k, e := d.t.Show(it.Key, it.Elem)
			keys, elems = append(keys, k), append(elems, e)
			gomap.MapIterNext(it)
		}
		d.rec(map[string]interface{}{"keys": keys, "elems": elems})
	case "itnew":
		it := d.iter(codec.Num(f[2]), codec.Num(f[3]))
		d.iters[f[1]] = it
		d.itrec(it)
	case "itnext":
		n := 1
		if len(f) > 2 {
			n = int(codec.Num(f[2]))
		}
		it := d.iters[f[1]]
		for ; n > 0; n-- {
			gomap.MapIterNext(it)
			d.itrec(it)
		}
	case "dump":
		d.dump()
		return
	default:
		panic("unknown operation " + f[0])
	}
	d.pin()
	d.register()
}

// begin makes a map, forgets the former one, and says what the map type is.
func (d *dumper) begin(kind string, hint int) {
	d.kind, d.t, d.reseeds = kind, codec.New(kind, hint), 0
	d.heap, d.heapOrder = map[unsafe.Pointer]string{}, nil
	d.iters = map[string]*gomap.Hiter{}
	mt, _ := d.t.Open()
	d.rec(map[string]interface{}{"maptype": map[string]interface{}{
		"keysize": mt.KeySize, "elemsize": mt.ElemSize, "bucketsize": mt.BucketSize, "flags": mt.Flags, "pointers": mt.HasPointers()},
		"hashkey": fmt.Sprintf("%016x,%016x,%016x,%016x", d.hk[0], d.hk[1], d.hk[2], d.hk[3])})
}

// iter opens an iterator with a chosen start; only the two random numbers of
// mapiterinit are replaced.
func (d *dumper) iter(start, offset uint64) *gomap.Hiter {
	mt, h := d.t.Open()
	it := new(gomap.Hiter)
	gomap.MapIterInit(mt, h, it)
	if it.H == nil {
		return it // empty map
	}
	it.Key, it.Elem, it.Bptr = nil, nil, nil
	start &= 1<<h.B - 1
	it.StartBucket, it.Bucket = uintptr(start), uintptr(start)
	it.Offset, it.I, it.Wrapped, it.CheckBucket = uint8(offset), 0, false, 0
	gomap.MapIterNext(it)
	return it
}

func (d *dumper) itrec(it *gomap.Hiter) {
	d.register()
	m := map[string]interface{}{"bucket": it.Bucket, "i": it.I, "B": it.B, "wrapped": it.Wrapped,
		"checkBucket": fmt.Sprintf("%x", uint64(it.CheckBucket)), "bptr": d.label(it.Bptr)}
	if it.Key == nil {
		m["end"] = true
	} else {
		m["key"], m["elem"] = d.t.Show(it.Key, it.Elem)
	}
	d.rec(map[string]interface{}{"iterator": m})
}

// register gives names to buckets that are new since the last operation.
func (d *dumper) register() {
	t, h := d.t.Open()
	d.mainP, d.oldP = h.Buckets, h.Oldbuckets
	d.main, d.old = nil, nil
	if h.Buckets != nil {
		d.main = &array{N: 1 << h.B, Total: int(t.TotalBuckets(h.B))}
	}
	if h.Oldbuckets != nil {
		ob := h.B
		if h.Flags&gomap.FlagSameSizeGrow == 0 {
			ob--
		}
		d.old = &array{N: 1 << ob, Total: int(t.TotalBuckets(ob))}
	}
	walk := func(arr unsafe.Pointer, a *array) {
		if a == nil {
			return
		}
		for i := 0; i < a.N; i++ {
			seen := 0
			for b := t.Ovf(t.BucketAt(arr, uintptr(i))); b != nil; b = t.Ovf(b) {
				d.note(b)
				if seen++; seen > 100000 {
					panic("overflow chain does not end")
				}
			}
		}
	}
	walk(d.mainP, d.main)
	walk(d.oldP, d.old)
	if x := h.Extra; x != nil && x.Overflow != nil {
		for _, b := range *x.Overflow {
			d.note(b)
		}
	}
}

func (d *dumper) note(b unsafe.Pointer) {
	if l := d.label(b); l == "?" {
		d.heap[b] = fmt.Sprintf("H%d", len(d.heapOrder))
		d.heapOrder = append(d.heapOrder, b)
	}
}

func (d *dumper) label(b unsafe.Pointer) string {
	if b == nil {
		return ""
	}
	t, _ := d.t.Open()
	in := func(arr unsafe.Pointer, a *array, c string) string {
		if a == nil {
			return ""
		}
		off := uintptr(b) - uintptr(arr)
		if uintptr(b) >= uintptr(arr) && off < uintptr(a.Total)*uintptr(t.BucketSize) {
			if off%uintptr(t.BucketSize) != 0 {
				return fmt.Sprintf("%s@%d", c, off)
			}
			return fmt.Sprintf("%s%d", c, off/uintptr(t.BucketSize))
		}
		return ""
	}
	if s := in(d.mainP, d.main, "M"); s != "" {
		return s
	}
	if s := in(d.oldP, d.old, "O"); s != "" {
		return s
	}
	if s, ok := d.heap[b]; ok {
		return s
	}
	return "?"
}

func (d *dumper) block(id string, b unsafe.Pointer) block {
	t, _ := d.t.Open()
	raw := gomap.Bytes(b, uintptr(t.BucketSize))
	// norm works on a copy that is typed as pointers-free memory; the
	// collector is off, so the addresses inside stay valid.
	cp := append([]byte(nil), raw...)
	d.t.Norm(t, cp)
	return block{ID: id, Addr: fmt.Sprintf("%#x", uintptr(b)), Hex: hex.EncodeToString(raw), Norm: hex.EncodeToString(cp), Ovf: d.label(t.Ovf(b))}
}

func (d *dumper) dump() {
	d.register()
	t, h := d.t.Open()
	fill := func(arr unsafe.Pointer, a *array, c string) {
		if a == nil {
			return
		}
		a.Addr = fmt.Sprintf("%#x", uintptr(arr))
		for i := 0; i < a.Total; i++ {
			a.Blocks = append(a.Blocks, d.block(fmt.Sprintf("%s%d", c, i), t.BucketAt(arr, uintptr(i))))
		}
	}
	fill(d.mainP, d.main, "M")
	fill(d.oldP, d.old, "O")
	reach := map[unsafe.Pointer]bool{}
	mark := func(arr unsafe.Pointer, a *array) {
		if a == nil {
			return
		}
		for i := 0; i < a.N; i++ {
			for b := t.Ovf(t.BucketAt(arr, uintptr(i))); b != nil; b = t.Ovf(b) {
				reach[b] = true
			}
		}
	}
	mark(d.mainP, d.main)
	mark(d.oldP, d.old)
	heap := []block{}
	for _, b := range d.heapOrder {
		if reach[b] && d.label(b)[0] == 'H' {
			heap = append(heap, d.block(d.heap[b], b))
		}
	}
	var x *extra
	if h.Extra != nil {
		sl := func(s *[]unsafe.Pointer) *slist {
			if s == nil {
				return nil
			}
			r := &slist{Len: len(*s), Cap: cap(*s), Items: []string{}}
			for _, b := range *s {
				r.Items = append(r.Items, d.label(b))
			}
			return r
		}
		x = &extra{sl(h.Extra.Overflow), sl(h.Extra.Oldoverflow), d.label(h.Extra.NextOverflow)}
	}
	d.rec(map[string]interface{}{
		"reseeds": d.reseeds,
		"hdr": map[string]interface{}{"hex": hex.EncodeToString(gomap.Bytes(unsafe.Pointer(h), 48)), "count": h.Count, "flags": h.Flags, "B": h.B,
			"noverflow": h.Noverflow, "hash0": h.Hash0, "nevacuate": h.Nevacuate, "addr": fmt.Sprintf("%#x", uintptr(unsafe.Pointer(h)))},
		"extra": x, "main": d.main, "old": d.old, "heap": heap})
}
