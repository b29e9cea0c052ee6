// SPDX-License-Identifier: Apache-2.0

//go:build !go1.21

package codec

func (t *tab[K, E]) Clone() Table { panic("maps.Clone needs go1.21") }
func (t *tabAny) Clone() Table    { panic("maps.Clone needs go1.21") }
