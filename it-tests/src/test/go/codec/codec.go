// SPDX-License-Identifier: Apache-2.0

// Package codec knows the twenty-four map types of the script language: how the
// number n becomes a key or an element, how a slot is shown, how it is
// written without addresses, and which of its words are pointers.
//
//	u64 i64 u32 i32 u16 i8 bool   the number itself (truncated)
//	str                  "key-" + 5 decimal digits; elements too
//	lstr                 40 bytes: 'x' * 35 + 5 decimal digits
//	f64                  float64(n); also nan, -0, inf, -inf
//	pt                   struct{a,b int64}{n, n*3+1}
//	mixed                struct{s string; n int32}{"key-ddddd", n}
//	b24 b40 b200         bytes: n as 8 bytes little-endian, then byte(n+i) at index i>=8
//	unit                 struct{}
//	any                  interface{}: even n -> int64(n), odd n -> string
package codec

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unsafe"

	"tophash/gomap"
)

type pt struct{ a, b int64 }
type mixed struct {
	s string
	n int32
}
type b24 [24]byte
type b40 [40]byte
type b200 [200]byte

// Mover copies n bytes at p to the image that is being written and returns the
// address there (the same one when asked twice for the same p) and the copy.
type Mover func(p unsafe.Pointer, n uintptr) (uint64, []byte)

// Codec converts between script text and a Go type.
type Codec[T any] struct {
	parse func(string) T
	show  func(T) string
	// norm rewrites one slot so that it holds no address: a pointer word becomes
	// the first 8 bytes of what it points to (zero padded), nil stays zero.
	norm func(slot []byte)
	// move relocates the pointers of a slot: slot is a copy in the image.
	move func(slot []byte, m Mover)
	// adopt puts this process's own addresses into a foreign slot (type words).
	adopt func(slot []byte)
}

// Num reads a script number.
func Num(s string) uint64 {
	n, err := strconv.ParseInt(s, 0, 64)
	if err != nil {
		u, err2 := strconv.ParseUint(s, 0, 64)
		if err2 != nil {
			panic(err)
		}
		return u
	}
	return uint64(n)
}
func fillBytes(b []byte, n uint64) {
	for i := range b {
		b[i] = byte(int(n) + i)
	}
	binary.LittleEndian.PutUint64(b, n)
}
func strOf(n uint64) string { return fmt.Sprintf("key-%05d", n) }

func pointer(slot []byte, off int) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&slot[off]))
}

// first8 replaces the pointer word at off by the first bytes of its target.
func first8(slot []byte, off, n int) {
	p := pointer(slot, off)
	var w [8]byte
	if p != nil {
		if n > 8 {
			n = 8
		}
		copy(w[:n], gomap.Bytes(p, 8)[:n])
	}
	copy(slot[off:], w[:])
}
func strNorm(slot []byte) {
	first8(slot, 0, int(binary.LittleEndian.Uint64(slot[8:])))
}
func ptrNorm(slot []byte) { first8(slot, 0, 8) }

// strMove and boxMove: the copy still holds the pointers of this process.
func strMove(slot []byte, m Mover) {
	moveWord(slot, 0, uintptr(binary.LittleEndian.Uint64(slot[8:])), m)
}
func boxMove(n uintptr) func([]byte, Mover) {
	return func(slot []byte, m Mover) { moveWord(slot, 0, n, m) }
}
func moveWord(slot []byte, off int, n uintptr, m Mover) []byte {
	p := pointer(slot, off)
	if p == nil {
		return nil
	}
	a, cp := m(p, n)
	binary.LittleEndian.PutUint64(slot[off:], a)
	return cp
}

func integer[T uint64 | int64 | uint32 | int32 | uint16 | int8]() Codec[T] {
	return Codec[T]{parse: func(s string) T { return T(Num(s)) }, show: func(v T) string { return fmt.Sprint(v) }}
}

func first(b []byte) string { return fmt.Sprint(binary.LittleEndian.Uint64(b)) }

var (
	cU64, cI64, cU32 = integer[uint64](), integer[int64](), integer[uint32]()
	cI32, cU16, cI8  = integer[int32](), integer[uint16](), integer[int8]()
	cBool            = Codec[bool]{parse: func(s string) bool { return Num(s)&1 != 0 }, show: func(b bool) string { return fmt.Sprint(b) }}
	cUnit            = Codec[struct{}]{parse: func(string) struct{} { return struct{}{} }, show: func(struct{}) string { return "" }}
	cStr             = Codec[string]{parse: func(s string) string { return strOf(Num(s)) }, show: func(s string) string { return s }, norm: strNorm, move: strMove}
	cLstr            = Codec[string]{parse: func(s string) string { return strings.Repeat("x", 35) + fmt.Sprintf("%05d", Num(s)) }, show: func(s string) string { return s }, norm: strNorm, move: strMove}
	cF64             = Codec[float64]{parse: parseF, show: func(f float64) string { return fmt.Sprint(f) }}
	cPt              = Codec[pt]{parse: func(s string) pt { n := int64(Num(s)); return pt{n, n*3 + 1} }, show: func(p pt) string { return fmt.Sprint(p.a) }}
	cMixed           = Codec[mixed]{parse: func(s string) mixed { n := Num(s); return mixed{strOf(n), int32(n)} }, show: func(p mixed) string { return p.s }, norm: func(b []byte) {
		strNorm(b)
		copy(b[20:24], []byte{0, 0, 0, 0}) // padding is not defined
	}, move: strMove}
	cB24  = Codec[b24]{parse: func(s string) (b b24) { fillBytes(b[:], Num(s)); return }, show: func(b b24) string { return first(b[:]) }}
	cB40  = Codec[b40]{parse: func(s string) (b b40) { fillBytes(b[:], Num(s)); return }, show: func(b b40) string { return first(b[:]) }}
	cB200 = Codec[b200]{parse: func(s string) (b b200) { fillBytes(b[:], Num(s)); return }, show: func(b b200) string { return first(b[:]) }, norm: ptrNorm, move: boxMove(200)}
	cAny  = Codec[interface{}]{parse: func(s string) interface{} {
		n := Num(s)
		if n&1 == 0 {
			return int64(n)
		}
		return strOf(n)
	}, show: func(v interface{}) string { return fmt.Sprint(v) }, norm: anyNorm, move: anyMove, adopt: anyAdopt}
)

func parseF(s string) float64 {
	switch s {
	case "nan":
		return math.NaN()
	case "-0":
		return math.Copysign(0, -1)
	case "inf":
		return math.Inf(1)
	case "-inf":
		return math.Inf(-1)
	}
	return float64(int64(Num(s)))
}

func anyNorm(b []byte) {
	v := *(*interface{})(unsafe.Pointer(&b[0]))
	var w [16]byte
	switch x := v.(type) {
	case int64:
		w[0] = 1
		binary.LittleEndian.PutUint64(w[8:], uint64(x))
	case string:
		w[0] = 2
		copy(w[8:], x)
	}
	copy(b, w[:])
}

// anyMove takes the type descriptors along (their common 48 bytes; the pointers
// in them are left out), so that a reader of the image can tell the kind.
func anyMove(slot []byte, m Mover) {
	t := pointer(slot, 0)
	if t == nil {
		return
	}
	kind := (*gomap.RType)(t).Kind & 31
	if d := moveWord(slot, 0, 48, m); d != nil {
		copy(d[24:48], make([]byte, 24)) // equal, gcdata, name
	}
	if kind != kindString {
		moveWord(slot, 8, 8, m)
	} else if box := moveWord(slot, 8, 16, m); box != nil {
		if a := binary.LittleEndian.Uint64(box); a != 0 {
			strMove(box, m)
		}
	}
}

const kindInt64, kindString = 6, 24

// anyAdopt replaces the type word of a foreign image by this process's word for
// the same kind.
func anyAdopt(slot []byte) {
	t := pointer(slot, 0)
	if t == nil {
		return
	}
	var mine interface{}
	switch (*gomap.RType)(t).Kind & 31 {
	case kindInt64:
		mine = int64(0)
	case kindString:
		mine = ""
	default:
		return // a dead slot
	}
	*(*uintptr)(unsafe.Pointer(&slot[0])) = *(*uintptr)(unsafe.Pointer(&mine))
}
