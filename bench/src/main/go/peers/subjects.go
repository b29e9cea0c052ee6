// SPDX-License-Identifier: Apache-2.0

package main

// One type for each shape, without generics, so that the compiler takes the runtime's fast maps.

type subject interface {
	insert(from, count int)
	update(from, count int)
	hit(from, count int) int64
	miss(from, count int) int64
	iterate() int64
	remove(from, count int)
	size() int
	clear()
}

type maker func(capacity int) subject

type longLong struct {
	keySet[int64]
	m map[int64]int64
}

func newLongLong(size int) maker {
	keys := makeKeys(size, int64Key)
	return func(capacity int) subject {
		if capacity == 0 {
			return &longLong{keys, make(map[int64]int64)}
		}
		return &longLong{keys, make(map[int64]int64, capacity)}
	}
}

func (s *longLong) insert(from, count int) {
	m := s.m
	for i, key := range s.keys[from : from+count] {
		m[key] = int64(i + 1)
	}
}

func (s *longLong) update(from, count int) {
	m := s.m
	for i, key := range s.keys[from : from+count] {
		m[key] = int64(i + 2)
	}
}

func (s *longLong) hit(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.probes[from : from+count] {
		sum += m[key]
	}
	return sum
}

func (s *longLong) miss(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.absent[from : from+count] {
		sum += m[key]
	}
	return sum
}

func (s *longLong) iterate() (sum int64) {
	for key, value := range s.m {
		sum += key + value
	}
	return sum
}

func (s *longLong) remove(from, count int) {
	m := s.m
	for _, key := range s.keys[from : from+count] {
		delete(m, key)
	}
}

func (s *longLong) size() int {
	return len(s.m)
}

func (s *longLong) clear() {
	clear(s.m)
}

type intInt struct {
	keySet[int32]
	m map[int32]int32
}

func newIntInt(size int) maker {
	keys := makeKeys(size, intKey)
	return func(capacity int) subject {
		if capacity == 0 {
			return &intInt{keys, make(map[int32]int32)}
		}
		return &intInt{keys, make(map[int32]int32, capacity)}
	}
}

func (s *intInt) insert(from, count int) {
	m := s.m
	for i, key := range s.keys[from : from+count] {
		m[key] = int32(i + 1)
	}
}

func (s *intInt) update(from, count int) {
	m := s.m
	for i, key := range s.keys[from : from+count] {
		m[key] = int32(i + 2)
	}
}

func (s *intInt) hit(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.probes[from : from+count] {
		sum += int64(m[key])
	}
	return sum
}

func (s *intInt) miss(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.absent[from : from+count] {
		sum += int64(m[key])
	}
	return sum
}

func (s *intInt) iterate() (sum int64) {
	for key, value := range s.m {
		sum += int64(key) + int64(value)
	}
	return sum
}

func (s *intInt) remove(from, count int) {
	m := s.m
	for _, key := range s.keys[from : from+count] {
		delete(m, key)
	}
}

func (s *intInt) size() int {
	return len(s.m)
}

func (s *intInt) clear() {
	clear(s.m)
}

type order struct {
	price, quantity, side, account int64
}

type longStruct struct {
	keySet[int64]
	m map[int64]order
}

func newLongStruct(size int) maker {
	keys := makeKeys(size, int64Key)
	return func(capacity int) subject {
		if capacity == 0 {
			return &longStruct{keys, make(map[int64]order)}
		}
		return &longStruct{keys, make(map[int64]order, capacity)}
	}
}

func (s *longStruct) insert(from, count int) {
	m := s.m
	for i, key := range s.keys[from : from+count] {
		m[key] = order{price: int64(i + 1)}
	}
}

func (s *longStruct) update(from, count int) {
	m := s.m
	for i, key := range s.keys[from : from+count] {
		value := m[key] // a field of a map's value cannot be assigned
		value.price = int64(i + 2)
		m[key] = value
	}
}

func (s *longStruct) hit(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.probes[from : from+count] {
		value := m[key]
		sum += value.price + value.quantity + value.side + value.account
	}
	return sum
}

func (s *longStruct) miss(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.absent[from : from+count] {
		value := m[key]
		sum += value.price + value.quantity + value.side + value.account
	}
	return sum
}

func (s *longStruct) iterate() (sum int64) {
	for key, value := range s.m {
		sum += key + value.price + value.quantity + value.side + value.account
	}
	return sum
}

func (s *longStruct) remove(from, count int) {
	m := s.m
	for _, key := range s.keys[from : from+count] {
		delete(m, key)
	}
}

func (s *longStruct) size() int {
	return len(s.m)
}

func (s *longStruct) clear() {
	clear(s.m)
}

type key16Long struct {
	keySet[[16]byte]
	m map[[16]byte]int64
}

func newKey16Long(size int) maker {
	keys := makeKeys(size, bytesKey)
	return func(capacity int) subject {
		if capacity == 0 {
			return &key16Long{keys, make(map[[16]byte]int64)}
		}
		return &key16Long{keys, make(map[[16]byte]int64, capacity)}
	}
}

func (s *key16Long) insert(from, count int) {
	m := s.m
	for i, key := range s.keys[from : from+count] {
		m[key] = int64(i + 1)
	}
}

func (s *key16Long) update(from, count int) {
	m := s.m
	for i, key := range s.probes[from : from+count] {
		m[key] = int64(i + 2)
	}
}

func (s *key16Long) hit(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.probes[from : from+count] {
		sum += m[key]
	}
	return sum
}

func (s *key16Long) miss(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.absent[from : from+count] {
		sum += m[key]
	}
	return sum
}

func (s *key16Long) iterate() (sum int64) {
	for _, value := range s.m {
		sum += value
	}
	return sum
}

func (s *key16Long) remove(from, count int) {
	m := s.m
	for _, key := range s.probes[from : from+count] {
		delete(m, key)
	}
}

func (s *key16Long) size() int {
	return len(s.m)
}

func (s *key16Long) clear() {
	clear(s.m)
}

type stringLong struct {
	keySet[string]
	m map[string]int64
}

func newStringLong(size int) maker {
	keys := makeKeys(size, stringKey)
	return func(capacity int) subject {
		if capacity == 0 {
			return &stringLong{keys, make(map[string]int64)}
		}
		return &stringLong{keys, make(map[string]int64, capacity)}
	}
}

func (s *stringLong) insert(from, count int) {
	m := s.m
	for i, key := range s.keys[from : from+count] {
		m[key] = int64(i + 1)
	}
}

func (s *stringLong) update(from, count int) {
	m := s.m
	for i, key := range s.probes[from : from+count] {
		m[key] = int64(i + 2)
	}
}

func (s *stringLong) hit(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.probes[from : from+count] {
		sum += m[key]
	}
	return sum
}

func (s *stringLong) miss(from, count int) (sum int64) {
	m := s.m
	for _, key := range s.absent[from : from+count] {
		sum += m[key]
	}
	return sum
}

func (s *stringLong) iterate() (sum int64) {
	for _, value := range s.m {
		sum += value
	}
	return sum
}

func (s *stringLong) remove(from, count int) {
	m := s.m
	for _, key := range s.probes[from : from+count] {
		delete(m, key)
	}
}

func (s *stringLong) size() int {
	return len(s.m)
}

func (s *stringLong) clear() {
	clear(s.m)
}
