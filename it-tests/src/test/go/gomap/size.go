// SPDX-License-Identifier: Apache-2.0

package gomap

import (
	"runtime"
	"strconv"
	"strings"
)

var classes = []uintptr{8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320,
	352, 384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688,
	3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568,
	14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768}

// Minor is the 23 of go1.23.5.
func Minor() int {
	n, err := strconv.Atoi(strings.SplitN(runtime.Version()[len("go1."):], ".", 2)[0])
	if err != nil {
		panic(err)
	}
	return n
}

// TotalBuckets is the number of buckets of the array for a given B, spare area
// included (section 4 of the layout).
func (t *MapType) TotalBuckets(B uint8) uintptr {
	n := uintptr(1) << B
	if B < 4 {
		return n
	}
	n += n >> 4
	sz := n * uintptr(t.BucketSize)
	if up := usable(sz, t.HasPointers(), Minor() >= 22); up != sz {
		n = up / uintptr(t.BucketSize)
	}
	return n
}

func usable(n uintptr, ptr, headers bool) uintptr {
	hdr := uintptr(0)
	limit := uintptr(32767)
	if headers {
		limit = 32760
		if ptr && n > 512 {
			hdr = 8
		}
	}
	if n > limit {
		return (n + 8191) &^ 8191
	}
	for _, c := range classes {
		if c >= n+hdr {
			return c - hdr
		}
	}
	panic("unreachable")
}
