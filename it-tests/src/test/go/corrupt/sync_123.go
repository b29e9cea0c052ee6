// SPDX-License-Identifier: Apache-2.0

//go:build go1.23

package main

import (
	"fmt"
	"sync"
)

func syncMapClear() {
	var m sync.Map
	for i := 0; i < 3; i++ {
		m.Store(i, i)
	}
	m.Clear()
	n := 0
	m.Range(func(any, any) bool { n++; return true })
	_, ok := m.Load(1)
	fmt.Printf("sync.Map: 3 keys stored; after Clear range yields %d, load finds %v\n", n, ok)
}
