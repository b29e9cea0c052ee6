// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/**
 * A field of Go's types {@code int64}, {@code uint64} and {@code uintptr}; see {@link StructField}.
 *
 * @param struct the struct that has the field.
 * @param name   the field, as for {@link StructType#longField}.
 * @param offset bytes from the start of the value.
 */
public record LongField(GoType struct, String name, int offset) implements StructField
{
    /**
     * Made by {@link StructType#longField}, which knows where the field lies.
     *
     * @throws IllegalArgumentException if the struct has no such field at that place.
     */
    public LongField
    {
        FieldPlace.require(struct, name, offset, GoType.Kind.INT64, GoType.Kind.UINT64, GoType.Kind.UINTPTR);
    }

    /**
     * Loads the field.
     *
     * @param flyweight stands on a value.
     * @return its 64 bits.
     */
    public long get(final StructFlyweight flyweight)
    {
        return Required.argument(flyweight, "flyweight").getLong(this);
    }

    /**
     * Stores the field.
     *
     * @param flyweight stands on a value.
     * @param value     the new long.
     */
    public void set(final StructFlyweight flyweight, final long value)
    {
        Required.argument(flyweight, "flyweight").putLong(this, value);
    }
}
