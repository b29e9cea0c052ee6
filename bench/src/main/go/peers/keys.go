// SPDX-License-Identifier: Apache-2.0

package main

// The keys of the Java program, in the same order: see Keys.java.

const (
	leastKeys = 1 << 16
	shortest  = 8
	lengths   = 33
	orderSeed = 77_777_777_777
)

func longKey(number uint64) uint64 {
	z := (number + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func intKey(number int) int32 {
	x := uint32(number)*0x9e3779b1 + 0x7f4a7c15
	x = (x ^ x>>16) * 0x85ebca6b
	x = (x ^ x>>13) * 0xc2b2ae35
	return int32(x ^ x>>16)
}

func stringKey(number int) string {
	word := longKey(uint64(number))
	text := make([]byte, shortest+int((word>>1)%lengths))
	digits := uint64(uint32(intKey(number)))
	for i := range text {
		if i >= shortest && i%shortest == 0 {
			digits = longKey(word + uint64(i))
		}
		text[i] = "0123456789abcdef"[digits&15]
		digits >>= 4
	}
	return string(text)
}

func bytesKey(number int) (key [16]byte) {
	low, high := longKey(2*uint64(number)), longKey(2*uint64(number)+1)
	for i := 0; i < 8; i++ {
		key[i] = byte(low >> (8 * i))
		key[8+i] = byte(high >> (8 * i))
	}
	return key
}

func int64Key(number int) int64 {
	return int64(longKey(uint64(number)))
}

func slicesOf(size int) int {
	return max(1, leastKeys/size)
}

// keySet has the keys of all slices in the order of putting, in that of probing, and absent ones.
type keySet[K any] struct {
	keys, probes, absent []K
}

func makeKeys[K any](size int, key func(int) K) keySet[K] {
	order := make([]int, size)
	for i := range order {
		j := int((longKey(orderSeed+uint64(i)) >> 1) % uint64(i+1))
		order[i] = order[j]
		order[j] = i
	}
	total := size * slicesOf(size)
	set := keySet[K]{make([]K, total), make([]K, total), make([]K, total)}
	for i := 0; i < total; i++ {
		set.keys[i] = key(i)
		set.probes[i] = key(i/size*size + order[i%size])
		set.absent[i] = key(total + i)
	}
	return set
}
