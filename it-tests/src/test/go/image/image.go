// SPDX-License-Identifier: Apache-2.0

// Package image carries a live map from one process to another: Save writes a
// relocated copy of everything that a map header reaches, Use maps such a file
// where its addresses say and makes the process hash as the image was hashed.
//
// Image file (little-endian; all pointers are absolute addresses, base = where
// the file must be mapped):
//
//	0x000  8   magic "GOHMAP01"
//	0x008  8   base address
//	0x010  8   file size
//	0x018  32  hash key, 4 words, as the process hash key of the version below
//	0x038  8   address of the hmap
//	0x040  8   1 = map[uint64]uint64, 2 = map[string]uint64, 0 = see 0x060
//	0x048  8   which portable hash: 19 or 23
//	0x050  8   number of keys (for mapload)
//	0x058  8   Go version that sized arrays and lists (the 22 of 1.22); 0 = not told
//	0x060  32  script type, "str/i64", zero padded
//	0x1000     anything else
package image

import (
	"encoding/binary"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"unsafe"

	"tophash/a0key"
	"tophash/codec"
	"tophash/gomap"
)

// Base is where Save says that its file must be mapped.
const Base = 0x200000000000

const (
	headerSize = 0x1000
	pageSize   = 0x1000
)

// Header is the decoded first page of an image file.
type Header struct {
	Base, Size, Hmap uint64
	Key              [4]uint64
	Hash, Keys       int
	Minor            int
	Kind             string
}

// ReadHeader reads the first page of an image file.
func ReadHeader(path string) Header {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	var b [0x80]byte
	if _, err := f.ReadAt(b[:], 0); err != nil {
		panic(err)
	}
	if string(b[:8]) != "GOHMAP01" {
		panic(path + " is not a map image")
	}
	u := func(o int) uint64 { return binary.LittleEndian.Uint64(b[o:]) }
	h := Header{Base: u(8), Size: u(0x10), Hmap: u(0x38), Key: [4]uint64{u(0x18), u(0x20), u(0x28), u(0x30)},
		Hash: int(u(0x48)), Keys: int(u(0x50)), Minor: int(u(0x58)), Kind: strings.TrimRight(string(b[0x60:0x80]), "\x00")}
	if h.Kind == "" {
		h.Kind = map[uint64]string{1: "u64/u64", 2: "str/i64"}[u(0x40)]
	}
	return h
}

// ProcessKey is the hash key that makes this process hash as the image says: the
// hash of 1.19 to 1.22 can be had from 1.23 by choosing the key words, but not the
// other way round.
func (h Header) ProcessKey() [4]uint64 {
	if h.Hash == 19 && gomap.Minor() >= 23 {
		return [4]uint64{h.Key[0] ^ 0xa0761d6478bd642f, 0xe7037ed1a0b428db, 0x8ebc6af09c88c6e3, 0x589965cc75374cc3}
	}
	if h.Hash == 23 && gomap.Minor() < 23 {
		panic("an image hashed by go1.23 cannot be used by an older version")
	}
	return h.Key
}

// Mapping chooses how Use maps the file.
type Mapping struct {
	Prot, Flags int
}

// Private is the usual mapping: the file stays as it is.
var Private = Mapping{syscall.PROT_READ | syscall.PROT_WRITE, syscall.MAP_PRIVATE}

// Use maps the file at its base and returns its hmap.  The process hash key must
// have been set from ProcessKey before any map was filled.  Since 1.22 spare areas
// with pointers have other sizes, so such an image cannot go from one side to the
// other.
func Use(path string, how Mapping) (Header, *gomap.Hmap) {
	hd := ReadHeader(path)
	mt, _ := codec.New(hd.Kind, -1).Open()
	if hd.Minor != 0 && mt.HasPointers() && hd.Minor >= 22 != (gomap.Minor() >= 22) {
		panic(fmt.Sprintf("the image was sized as go1.%d does it, this is go1.%d", hd.Minor, gomap.Minor()))
	}
	if a0key.Get() != hd.ProcessKey() {
		panic("the process hash key is not the image's")
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	const fixedNoReplace = 0x100000
	size := uintptr(hd.Size+pageSize-1) &^ (pageSize - 1)
	p, _, e := syscall.Syscall6(syscall.SYS_MMAP, uintptr(hd.Base), size, uintptr(how.Prot), uintptr(how.Flags|fixedNoReplace), f.Fd(), 0)
	if e != 0 {
		panic(e)
	}
	if p != uintptr(hd.Base) {
		panic(fmt.Sprintf("mapped at %#x instead of %#x", p, hd.Base))
	}
	return hd, (*gomap.Hmap)(at(uintptr(hd.Hmap)))
}

func at(a uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&a)) }

// Adopt makes the mapped header the map of a table.  Type words inside interfaces
// are this process's own afterwards.
func Adopt(t codec.Table, h *gomap.Hmap) {
	debug.SetGCPercent(-1)
	t.Adopt(h)
	mt, _ := t.Open()
	seen := map[unsafe.Pointer]bool{}
	bucket := func(b unsafe.Pointer) {
		if !seen[b] {
			seen[b] = true
			t.AdoptBucket(mt, gomap.Bytes(b, uintptr(mt.BucketSize)))
		}
	}
	eachArray(mt, h, func(arr unsafe.Pointer, n, total uintptr) {
		for i := uintptr(0); i < total; i++ {
			bucket(mt.BucketAt(arr, i))
		}
		for i := uintptr(0); i < n; i++ {
			for b := mt.Ovf(mt.BucketAt(arr, i)); b != nil; b = mt.Ovf(b) {
				bucket(b)
			}
		}
	})
}

func eachArray(mt *gomap.MapType, h *gomap.Hmap, f func(arr unsafe.Pointer, n, total uintptr)) {
	if h.Buckets != nil {
		f(h.Buckets, 1<<h.B, mt.TotalBuckets(h.B))
	}
	if h.Oldbuckets != nil {
		b := h.B
		if h.Flags&gomap.FlagSameSizeGrow == 0 {
			b--
		}
		f(h.Oldbuckets, 1<<b, mt.TotalBuckets(b))
	}
}
