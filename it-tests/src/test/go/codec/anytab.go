// SPDX-License-Identifier: Apache-2.0

package codec

import (
	"unsafe"

	"tophash/gomap"
)

// tabAny is tab[interface{}, int64]; language version 1.19 does not let
// interface{} instantiate a comparable type parameter.
type tabAny struct {
	m map[interface{}]int64
}

func mkAny(hint int) Table {
	if hint < 0 {
		return &tabAny{m: map[interface{}]int64{}}
	}
	return &tabAny{m: make(map[interface{}]int64, hint)}
}

func (t *tabAny) Open() (*gomap.MapType, *gomap.Hmap) { return gomap.Open(t.m) }
func (t *tabAny) SetGeneric(bool)                     {} // always generic
func (t *tabAny) Adopt(h *gomap.Hmap)                 { t.m = *(*map[interface{}]int64)(unsafe.Pointer(&h)) }
func (t *tabAny) Len() int                            { return len(t.m) }
func (t *tabAny) Assign(k, v string)                  { t.m[cAny.parse(k)] = cI64.parse(v) }
func (t *tabAny) Delete(k string)                     { delete(t.m, cAny.parse(k)) }
func (t *tabAny) Get(k string) (string, bool) {
	v, ok := t.m[cAny.parse(k)]
	return cI64.show(v), ok
}
func (t *tabAny) Each(f func(k, v string)) {
	for k, v := range t.m {
		f(cAny.show(k), cI64.show(v))
	}
}
func (t *tabAny) RangeDelete() {
	for k := range t.m {
		delete(t.m, k) // not the idiom: interface keys are not reflexive
	}
}
func (t *tabAny) EachDelete() {
	for k := range t.m {
		delete(t.m, k)
		sink++
	}
}
func (t *tabAny) Show(k, e unsafe.Pointer) (string, string) {
	return cAny.show(*(*interface{})(k)), cI64.show(*(*int64)(e))
}
func (t *tabAny) ShowElem(v string) string { return cI64.show(cI64.parse(v)) }
func (t *tabAny) Norm(mt *gomap.MapType, b []byte) {
	copy(b[len(b)-8:], make([]byte, 8))
	slots(mt, b, cAny.norm, nil)
}
func (t *tabAny) Move(mt *gomap.MapType, b []byte, m Mover) {
	slots(mt, b, with(cAny.move, m), nil)
}
func (t *tabAny) AdoptBucket(mt *gomap.MapType, b []byte) { slots(mt, b, cAny.adopt, nil) }
