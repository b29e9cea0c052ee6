// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.GoType;

/**
 * A field of a struct that a map has as its value: where it lies and of which type it is. Made by {@link StructType},
 * which checks the name; immutable, for any thread.
 *
 * <p>The fields are records: the JIT takes what a {@code static final} one holds for constants.
 *
 * <p><b>Errors</b> of all {@code get} and {@code set} methods: {@link IllegalStateException} if the flyweight is stale
 * or stands nowhere, {@link IllegalArgumentException} if it stands on a value of another type,
 * {@link dev.tophash.MapClosedException} if its map is closed. None of them has changed anything.
 *
 * <p><b>Cost</b> of all {@code get} and {@code set} methods: three comparisons beside the load or the store.
 */
public interface StructField
{
    /**
     * Of which struct it is a field.
     *
     * @return the struct's type in Go.
     */
    GoType struct();

    /**
     * What the field is called.
     *
     * @return its name; a field of a struct within the struct has the names on its way, with dots.
     */
    String name();

    /**
     * Where the field lies.
     *
     * @return bytes from the start of the value.
     */
    int offset();
}
