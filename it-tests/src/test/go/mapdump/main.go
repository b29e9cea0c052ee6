// SPDX-License-Identifier: Apache-2.0

// mapdump replays a script of map operations on a real Go map, with a pinned
// seed (hash0) and a pinned process hash key, and dumps the memory of the map
// as JSON lines.
//
//	mapdump [-key hk0,hk1,hk2,hk3] script.txt > dump.jsonl
//
// The hash key is the process hash key; without -key it is the one of all test
// vectors, or that of the image which the script loads.
//
// Script, one operation per line ('#' starts a comment):
//
//	map KEY ELEM [HINT]      new map; types below; default hint: none (makemap_small)
//	load FILE                go on with the map of an image (package image); its seed is pinned
//	save FILE                write an image of the map
//	mode native|generic      native: what the compiler emits (fast32/fast64/faststr
//	                         where they apply); generic: runtime.mapassign & co
//	hash0 N                  pin the seed (kept after clear and after delete-to-zero)
//	assign K V               m[K] = V
//	fill A B [STEP]          for i := A; i < B; i += STEP { m[i] = 1000+i }
//	delete K
//	drop A B [STEP]          delete each of A, A+STEP, ... < B
//	clear                    runtime.mapclear (what clear(m) compiles to)
//	rangedelete              for k := range m { delete(m, k) }  (the compiler idiom)
//	eachdelete               the same loop with an extra statement: one delete per key
//	clone                    go on with maps.Clone(m) (go1.21 and later)
//	get K                    prints the result of a lookup
//	iter START OFFSET        complete iteration from a given bucket (mod 2^B) and offset
//	itnew ID START OFFSET    open an iterator; the first entry is printed
//	itnext ID [N]            advance it N times (default 1), printing each entry
//	poke FIELD N             header field: count flags B noverflow hash0 nevacuate
//	dump [LABEL]
//
// Numbers may be 0x-prefixed.  The types, and the value that number n stands for,
// are described in package codec.
//
// One JSON object per line.  Every object has step, op (the script line), go, type.
// Labels: M7 = bucket 7 of the main array (spare ones included), O7 = of the old
// array, H3 = fourth heap bucket seen, ? = in an array that is no longer
// referenced, "" = nil.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"tophash/a0key"
	"tophash/image"
)

func main() {
	keyFlag := flag.String("key", "", "hash key: four hex words, comma separated")
	flag.Parse()
	a0key.RequireFallback()
	script := read(flag.Args())
	hk := a0key.Key128
	for _, f := range script {
		if f[0] == "load" { // the key must be set before any map is filled
			hk = image.ReadHeader(f[1]).ProcessKey()
			break
		}
	}
	if *keyFlag != "" {
		for i, s := range strings.Split(*keyFlag, ",") {
			v, err := strconv.ParseUint(s, 16, 64)
			if err != nil {
				panic(err)
			}
			hk[i] = v
		}
	}
	a0key.Set(hk)
	debug.SetGCPercent(-1) // addresses stay valid and are not reused

	w := bufio.NewWriterSize(os.Stdout, 1<<16)
	d := &dumper{out: json.NewEncoder(w), hk: hk}
	for _, f := range script {
		d.line = strings.Join(f, " ")
		d.run(f)
	}
	w.Flush()
}

// read splits the script into lines of words; without an argument it comes from
// the standard input.
func read(args []string) (script [][]string) {
	in := os.Stdin
	if len(args) > 0 {
		f, err := os.Open(args[0])
		if err != nil {
			panic(err)
		}
		in = f
	}
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		line := sc.Text()
		if i := strings.IndexByte(line, '#'); i >= 0 {
			line = line[:i]
		}
		if f := strings.Fields(line); len(f) > 0 {
			script = append(script, f)
		}
	}
	return script
}
