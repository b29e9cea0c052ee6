// SPDX-License-Identifier: Apache-2.0

package codec

import (
	"unsafe"

	"tophash/gomap"
)

// Table is a Go map of one of the script types.
type Table interface {
	Open() (*gomap.MapType, *gomap.Hmap)
	Assign(k, v string)
	Delete(k string)
	Get(k string) (string, bool)
	Len() int
	Each(func(k, v string))
	RangeDelete()
	EachDelete()
	Show(k, e unsafe.Pointer) (string, string)
	// ShowElem is what Get returns for an element that was written as v.
	ShowElem(v string) string
	// Norm rewrites a copy of a bucket so that it holds no address.
	Norm(t *gomap.MapType, bucket []byte)
	// Move relocates the pointers in the slots of a copy of a bucket.
	Move(t *gomap.MapType, bucket []byte, m Mover)
	// Adopt makes the header the table's map and its slots fit for this process.
	Adopt(h *gomap.Hmap)
	AdoptBucket(t *gomap.MapType, bucket []byte)
	SetGeneric(bool)
	Clone() Table
}

type tab[K comparable, E any] struct {
	m       map[K]E
	k       Codec[K]
	e       Codec[E]
	generic bool
}

func (t *tab[K, E]) Open() (*gomap.MapType, *gomap.Hmap) { return gomap.Open(t.m) }
func (t *tab[K, E]) SetGeneric(g bool)                   { t.generic = g }
func (t *tab[K, E]) Adopt(h *gomap.Hmap)                 { t.m = *(*map[K]E)(unsafe.Pointer(&h)) }
func (t *tab[K, E]) Len() int                            { return len(t.m) }
func (t *tab[K, E]) Assign(k, v string) {
	kk, ee := t.k.parse(k), t.e.parse(v)
	if t.generic {
		mt, h := t.Open()
		*(*E)(gomap.GenericAssign(mt, h, unsafe.Pointer(&kk))) = ee
		return
	}
	t.m[kk] = ee
}
func (t *tab[K, E]) Delete(k string) {
	kk := t.k.parse(k)
	if t.generic {
		mt, h := t.Open()
		gomap.GenericDelete(mt, h, unsafe.Pointer(&kk))
		return
	}
	delete(t.m, kk)
}
func (t *tab[K, E]) Get(k string) (string, bool) {
	kk := t.k.parse(k)
	if t.generic {
		mt, h := t.Open()
		p, ok := gomap.GenericAccess(mt, h, unsafe.Pointer(&kk))
		return t.e.show(*(*E)(p)), ok
	}
	v, ok := t.m[kk]
	return t.e.show(v), ok
}
func (t *tab[K, E]) Each(f func(k, v string)) {
	for k, v := range t.m {
		f(t.k.show(k), t.e.show(v))
	}
}
func (t *tab[K, E]) RangeDelete() {
	for k := range t.m {
		delete(t.m, k)
	}
}

var sink int

func (t *tab[K, E]) EachDelete() {
	for k := range t.m {
		delete(t.m, k)
		sink++
	}
}
func (t *tab[K, E]) Show(k, e unsafe.Pointer) (string, string) {
	return t.k.show(*(*K)(k)), t.e.show(*(*E)(e))
}
func (t *tab[K, E]) ShowElem(v string) string { return t.e.show(t.e.parse(v)) }
func (t *tab[K, E]) Norm(mt *gomap.MapType, b []byte) {
	copy(b[len(b)-8:], make([]byte, 8))
	slots(mt, b, t.k.norm, t.e.norm)
}
func (t *tab[K, E]) Move(mt *gomap.MapType, b []byte, m Mover) {
	slots(mt, b, with(t.k.move, m), with(t.e.move, m))
}
func (t *tab[K, E]) AdoptBucket(mt *gomap.MapType, b []byte) { slots(mt, b, t.k.adopt, t.e.adopt) }

func with(f func([]byte, Mover), m Mover) func([]byte) {
	if f == nil {
		return nil
	}
	return func(b []byte) { f(b, m) }
}

// slots calls one function with every key slot of a bucket, another with every elem slot.
func slots(mt *gomap.MapType, b []byte, key, elem func([]byte)) {
	for i := 0; i < 8; i++ {
		if key != nil {
			ks := int(mt.KeySize)
			key(b[8+i*ks : 8+i*ks+ks])
		}
		if elem != nil {
			es := int(mt.ElemSize)
			o := 8 + 8*int(mt.KeySize) + i*es
			elem(b[o : o+es])
		}
	}
}

func mk[K comparable, E any](k Codec[K], e Codec[E]) func(hint int) Table {
	return func(hint int) Table {
		t := &tab[K, E]{k: k, e: e}
		if hint < 0 {
			t.m = map[K]E{}
		} else {
			t.m = make(map[K]E, hint)
		}
		return t
	}
}

// New makes a map of a script type, "str/i64" for example; a hint below 0 makes a
// literal.  Call it after the process hash key was set: this package, too, has no
// map that is older.
func New(kind string, hint int) Table {
	var f func(int) Table
	switch kind {
	case "u64/u64":
		f = mk(cU64, cU64)
	case "i64/i64":
		f = mk(cI64, cI64)
	case "u32/u32":
		f = mk(cU32, cU32)
	case "i32/i32":
		f = mk(cI32, cI32)
	case "u16/u32":
		f = mk(cU16, cU32)
	case "i64/i8":
		f = mk(cI64, cI8)
	case "i8/i64":
		f = mk(cI8, cI64)
	case "bool/bool":
		f = mk(cBool, cBool)
	case "i64/unit":
		f = mk(cI64, cUnit)
	case "f64/i64":
		f = mk(cF64, cI64)
	case "pt/i64":
		f = mk(cPt, cI64)
	case "b24/b40":
		f = mk(cB24, cB40)
	case "b200/i64":
		f = mk(cB200, cI64)
	case "i64/b200":
		f = mk(cI64, cB200)
	case "str/i64":
		f = mk(cStr, cI64)
	case "str/str":
		f = mk(cStr, cStr)
	case "lstr/i64":
		f = mk(cLstr, cI64)
	case "i64/str":
		f = mk(cI64, cStr)
	case "mixed/i8":
		f = mk(cMixed, cI8)
	case "i32/unit":
		f = mk(cI32, cUnit)
	case "str/unit":
		f = mk(cStr, cUnit)
	case "b24/unit":
		f = mk(cB24, cUnit)
	case "b200/unit":
		f = mk(cB200, cUnit)
	case "any/i64":
		f = mkAny
	default:
		panic("unknown map type " + kind)
	}
	return f(hint)
}
