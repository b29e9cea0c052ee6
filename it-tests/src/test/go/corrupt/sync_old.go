// SPDX-License-Identifier: Apache-2.0

//go:build !go1.23

package main

import "fmt"

// Calling it would not compile: sync.Map has no field or method Clear.
func syncMapClear() {
	fmt.Println("sync.Map has no method Clear in this Go")
}
