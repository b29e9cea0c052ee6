// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import dev.tophash.layout.GoType;
import org.jspecify.annotations.Nullable;

/**
 * Knows the dynamic types of interface values by their type words.
 */
@FunctionalInterface
@SuppressWarnings("exports")
public interface TypeResolver
{
    /**
     * The type that a type word stands for.
     *
     * @param address a type word other than nil, any number.
     * @return the type, or null if the address is not that of a known type.
     */
    @Nullable GoType typeAt(long address);
}
