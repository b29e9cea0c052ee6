// SPDX-License-Identifier: Apache-2.0

// Package a0key reads and replaces the process-wide key of the portable
// (non-AES) hash functions.
//
// The process must have been started with GODEBUG=cpu.aes=off, or else the
// AES hash is in use and the key has no effect.  Every map that was filled
// before Set (package-level maps of other packages, the environment cache of
// package syscall, ...) is hashed with the former key and can no longer be
// looked up: call Set first thing in main.
package a0key

import (
	"os"
	"syscall"
	_ "unsafe"
)

//go:linkname hashkey runtime.hashkey
var hashkey [4]uintptr

//go:linkname useAeshash runtime.useAeshash
var useAeshash bool

// Key128 is the key used by all test vectors unless they say otherwise.
var Key128 = [4]uint64{0x0123456789abcdef, 0xfedcba9876543211, 0x0f1e2d3c4b5a6979, 0x8796a5b4c3d2e1f1}

func Get() [4]uint64 {
	return [4]uint64{uint64(hashkey[0]), uint64(hashkey[1]), uint64(hashkey[2]), uint64(hashkey[3])}
}

func Set(k [4]uint64) {
	for i := range k {
		hashkey[i] = uintptr(k[i])
	}
}

func UsingAES() bool { return useAeshash }

// RequireFallback re-executes the program with GODEBUG=cpu.aes=off if the AES
// hash is active.  It does not return in that case.
func RequireFallback() {
	if !useAeshash {
		return
	}
	env := append(os.Environ(), "GODEBUG=cpu.aes=off")
	exe, err := os.Executable()
	if err == nil {
		err = syscall.Exec(exe, os.Args, env)
	}
	panic(err)
}
