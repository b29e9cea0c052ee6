// SPDX-License-Identifier: Apache-2.0

package image

import (
	"encoding/binary"
	"os"
	"unsafe"

	"tophash/a0key"
	"tophash/codec"
	"tophash/gomap"
)

// limit is the largest image: the memory is reserved at once, so that slices into
// it stay valid while it fills.
const limit = 1 << 30

// writer copies what a header reaches into one block of memory, and keeps where
// each piece went.
type writer struct {
	t      codec.Table
	mt     *gomap.MapType
	out    []byte
	spans  []span
	pieces map[piece]uint64 // where a string or box went
	work   []unsafe.Pointer // buckets whose copy still holds our addresses
}

type piece struct {
	p unsafe.Pointer
	n uintptr
}

type span struct {
	from unsafe.Pointer
	n    uintptr
	to   uint64
}

// Save writes a relocated copy of the table's map.  Flags, dead bytes and the
// capacities of the lists stay as they are.  keys goes into the header for
// mapload.
func Save(path string, t codec.Table, kind string, keys int) {
	mt, h := t.Open()
	w := &writer{t: t, mt: mt, out: make([]byte, headerSize, limit), pieces: map[piece]uint64{}}
	hmap := w.alloc(48)
	copy(w.bytes(hmap, 48), gomap.Bytes(unsafe.Pointer(h), 48))
	eachArray(mt, h, func(arr unsafe.Pointer, n, total uintptr) {
		w.move(arr, total*uintptr(mt.BucketSize))
		for i := uintptr(0); i < total; i++ {
			w.work = append(w.work, mt.BucketAt(arr, i))
		}
	})
	w.word(hmap+16, w.reloc(h.Buckets))
	w.word(hmap+24, w.reloc(h.Oldbuckets))
	if h.Extra != nil {
		x := w.alloc(24)
		w.word(hmap+40, x)
		w.word(x, w.list(h.Extra.Overflow))
		w.word(x+8, w.list(h.Extra.Oldoverflow))
		w.word(x+16, w.reloc(h.Extra.NextOverflow))
	}
	for len(w.work) > 0 { // grows while heap buckets are met
		b := w.work[0]
		w.work = w.work[1:]
		w.bucket(b)
	}
	w.header(hmap, kind, keys)
	if err := os.WriteFile(path, w.out, 0o600); err != nil {
		panic(err)
	}
}

func (w *writer) alloc(n uintptr) uint64 {
	o := (len(w.out) + 15) &^ 15
	w.out = w.out[:o+int(n)]
	return Base + uint64(o)
}
func (w *writer) bytes(a uint64, n uintptr) []byte {
	o := uintptr(a - Base)
	return w.out[o : o+n : o+n]
}
func (w *writer) word(a, v uint64) { binary.LittleEndian.PutUint64(w.bytes(a, 8), v) }

func (w *writer) move(p unsafe.Pointer, n uintptr) uint64 {
	a := w.alloc(n)
	copy(w.bytes(a, n), gomap.Bytes(p, n))
	w.spans = append(w.spans, span{p, n, a})
	return a
}

// reloc gives the address of a bucket in the image; a bucket of its own that was
// not met before is copied.
func (w *writer) reloc(p unsafe.Pointer) uint64 {
	if p == nil {
		return 0
	}
	for _, s := range w.spans {
		if d := uintptr(p) - uintptr(s.from); uintptr(p) >= uintptr(s.from) && d < s.n {
			return s.to + uint64(d)
		}
	}
	w.work = append(w.work, p)
	return w.move(p, uintptr(w.mt.BucketSize))
}

// bucket relocates what the copy of a bucket points to.
func (w *writer) bucket(b unsafe.Pointer) {
	n := uintptr(w.mt.BucketSize)
	a := w.reloc(b)
	w.t.Move(w.mt, w.bytes(a, n), w.piece)
	w.word(a+uint64(n)-8, w.reloc(w.mt.Ovf(b)))
}

// piece copies a string, box or type descriptor once.  The returned slice is what
// codec changes (nested pointers): nil when the piece was copied before.
func (w *writer) piece(p unsafe.Pointer, n uintptr) (uint64, []byte) {
	if a, ok := w.pieces[piece{p, n}]; ok {
		return a, nil
	}
	a := w.alloc(n + 1) // empty pieces have an address of their own, too
	w.pieces[piece{p, n}] = a
	copy(w.bytes(a, n), gomap.Bytes(p, n))
	return a, w.bytes(a, n)
}

func (w *writer) list(s *[]unsafe.Pointer) uint64 {
	if s == nil {
		return 0
	}
	head := w.alloc(24)
	if cap(*s) > 0 {
		data := w.alloc(uintptr(8 * cap(*s)))
		for i, b := range *s {
			w.word(data+uint64(8*i), w.reloc(b))
		}
		w.word(head, data)
	}
	w.word(head+8, uint64(len(*s)))
	w.word(head+16, uint64(cap(*s)))
	return head
}

func (w *writer) header(hmap uint64, kind string, keys int) {
	w.out = w.out[:(len(w.out)+pageSize-1)&^(pageSize-1)]
	copy(w.out, "GOHMAP01")
	w.word(Base+8, Base)
	w.word(Base+0x10, uint64(len(w.out)))
	for i, k := range a0key.Get() {
		w.word(Base+0x18+uint64(8*i), k)
	}
	w.word(Base+0x38, hmap)
	switch kind {
	case "u64/u64":
		w.word(Base+0x40, 1)
	case "str/i64":
		w.word(Base+0x40, 2)
	}
	hash := 19
	if gomap.Minor() >= 23 {
		hash = 23
	}
	w.word(Base+0x48, uint64(hash))
	w.word(Base+0x50, uint64(keys))
	w.word(Base+0x58, uint64(gomap.Minor()))
	copy(w.out[0x60:0x80], kind)
}
