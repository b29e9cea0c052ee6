// SPDX-License-Identifier: Apache-2.0

package gomap

import "unsafe"

// Calls into the run-time's own map code, by go:linkname.
// go1.23 needs  -ldflags=-checklinkname=0.

//go:linkname mapclear runtime.mapclear
func mapclear(t, h unsafe.Pointer)

//go:linkname mapiterinit runtime.mapiterinit
func mapiterinit(t, h, it unsafe.Pointer)

//go:linkname mapiternext runtime.mapiternext
func mapiternext(it unsafe.Pointer)

//go:linkname makemap runtime.makemap
func makemap(t unsafe.Pointer, hint int, h unsafe.Pointer) unsafe.Pointer

//go:linkname mapassign runtime.mapassign
func mapassign(t, h, key unsafe.Pointer) unsafe.Pointer

//go:linkname mapdelete runtime.mapdelete
func mapdelete(t, h, key unsafe.Pointer)

//go:linkname mapaccess2 runtime.mapaccess2
func mapaccess2(t, h, key unsafe.Pointer) (unsafe.Pointer, bool)

//go:linkname typehash runtime.typehash
func typehash(t, p unsafe.Pointer, h uintptr) uintptr

// The generic (slow-path) operations, whatever the key type.
func MapClear(t *MapType, h *Hmap) { mapclear(unsafe.Pointer(t), unsafe.Pointer(h)) }
func MapIterInit(t *MapType, h *Hmap, i *Hiter) {
	mapiterinit(unsafe.Pointer(t), unsafe.Pointer(h), unsafe.Pointer(i))
}
func MapIterNext(i *Hiter) { mapiternext(unsafe.Pointer(i)) }
func MakeMap(t *MapType, hint int) *Hmap {
	return (*Hmap)(makemap(unsafe.Pointer(t), hint, nil))
}
func GenericAssign(t *MapType, h *Hmap, k unsafe.Pointer) unsafe.Pointer {
	return mapassign(unsafe.Pointer(t), unsafe.Pointer(h), k)
}
func GenericDelete(t *MapType, h *Hmap, k unsafe.Pointer) {
	mapdelete(unsafe.Pointer(t), unsafe.Pointer(h), k)
}
func GenericAccess(t *MapType, h *Hmap, k unsafe.Pointer) (unsafe.Pointer, bool) {
	return mapaccess2(unsafe.Pointer(t), unsafe.Pointer(h), k)
}
func TypeHash(t *RType, p unsafe.Pointer, seed uintptr) uintptr {
	return typehash(unsafe.Pointer(t), p, seed)
}
