// SPDX-License-Identifier: Apache-2.0

//go:build go1.21

package codec

import "maps"

func (t *tab[K, E]) Clone() Table {
	return &tab[K, E]{m: maps.Clone(t.m), k: t.k, e: t.e, generic: t.generic}
}
func (t *tabAny) Clone() Table { return &tabAny{m: maps.Clone(t.m)} }
