// SPDX-License-Identifier: Apache-2.0

// Package gomap gives unsafe views of the run-time structures behind a Go map
// (classic, pre-Swiss implementation; go1.19 .. go1.23, 64-bit little-endian).
//
// It only *describes* memory: nothing here calls into the map code.
package gomap

import (
	"reflect"
	"unsafe"
)

// Hmap mirrors the 48-byte map header.
type Hmap struct {
	Count      int
	Flags      uint8
	B          uint8
	Noverflow  uint16
	Hash0      uint32
	Buckets    unsafe.Pointer
	Oldbuckets unsafe.Pointer
	Nevacuate  uintptr
	Extra      *Mapextra
}

// Mapextra mirrors the 24-byte optional block.
type Mapextra struct {
	Overflow     *[]unsafe.Pointer
	Oldoverflow  *[]unsafe.Pointer
	NextOverflow unsafe.Pointer
}

// Hiter mirrors the 96-byte iterator.
type Hiter struct {
	Key, Elem   unsafe.Pointer
	T           *MapType
	H           *Hmap
	Buckets     unsafe.Pointer
	Bptr        unsafe.Pointer
	Overflow    *[]unsafe.Pointer
	Oldoverflow *[]unsafe.Pointer
	StartBucket uintptr
	Offset      uint8
	Wrapped     bool
	B           uint8
	I           uint8
	Bucket      uintptr
	CheckBucket uintptr
}

// RType mirrors the 48-byte common part of every type descriptor.
type RType struct {
	Size       uintptr
	Ptrdata    uintptr
	Hash       uint32
	Tflag      uint8
	Align      uint8
	FieldAlign uint8
	Kind       uint8
	Equal      func(unsafe.Pointer, unsafe.Pointer) bool
	Gcdata     *byte
	Str        int32
	PtrToThis  int32
}

// MapType mirrors the map type descriptor.
type MapType struct {
	Typ        RType
	Key        *RType
	Elem       *RType
	Bucket     *RType
	Hasher     func(unsafe.Pointer, uintptr) uintptr
	KeySize    uint8
	ElemSize   uint8
	BucketSize uint16
	Flags      uint32
}

// Flag bits of MapType.Flags.
const (
	IndirectKey    = 1
	IndirectElem   = 2
	ReflexiveKey   = 4
	NeedKeyUpdate  = 8
	HashMightPanic = 16
)

// Flag bits of Hmap.Flags.
const (
	FlagIterator     = 1
	FlagOldIterator  = 2
	FlagHashWriting  = 4
	FlagSameSizeGrow = 8
)

type eface struct {
	typ  unsafe.Pointer
	data unsafe.Pointer
}

// Open splits a map held in an interface value into its descriptor and header.
func Open(m interface{}) (*MapType, *Hmap) {
	e := (*eface)(unsafe.Pointer(&m))
	return (*MapType)(e.typ), (*Hmap)(e.data)
}

// Reflect turns a raw descriptor into a reflect.Type.
func Reflect(t *RType) reflect.Type {
	var i interface{}
	(*eface)(unsafe.Pointer(&i)).typ = unsafe.Pointer(t)
	return reflect.TypeOf(i)
}

// Add does pointer arithmetic.
func Add(p unsafe.Pointer, n uintptr) unsafe.Pointer { return unsafe.Pointer(uintptr(p) + n) }

// Bytes views n bytes at p.
func Bytes(p unsafe.Pointer, n uintptr) []byte { return (*[1 << 40]byte)(p)[:n:n] }

// BucketAt returns the i-th bucket of an array.
func (t *MapType) BucketAt(arr unsafe.Pointer, i uintptr) unsafe.Pointer {
	return Add(arr, i*uintptr(t.BucketSize))
}

// Ovf reads the overflow word of a bucket.
func (t *MapType) Ovf(b unsafe.Pointer) unsafe.Pointer {
	return *(*unsafe.Pointer)(Add(b, uintptr(t.BucketSize)-8))
}

// SetOvf writes the overflow word of a bucket.
func (t *MapType) SetOvf(b, o unsafe.Pointer) {
	*(*unsafe.Pointer)(Add(b, uintptr(t.BucketSize)-8)) = o
}

// HasPointers tells whether buckets of this type are scanned by the collector.
func (t *MapType) HasPointers() bool { return t.Bucket.Ptrdata != 0 }

// KeyAt and ElemAt return slot addresses.
func (t *MapType) KeyAt(b unsafe.Pointer, i int) unsafe.Pointer {
	return Add(b, 8+uintptr(i)*uintptr(t.KeySize))
}
func (t *MapType) ElemAt(b unsafe.Pointer, i int) unsafe.Pointer {
	return Add(b, 8+8*uintptr(t.KeySize)+uintptr(i)*uintptr(t.ElemSize))
}

// Tophash of a hash value.
func Tophash(h uintptr) uint8 {
	top := uint8(h >> 56)
	if top < 5 {
		top += 5
	}
	return top
}
