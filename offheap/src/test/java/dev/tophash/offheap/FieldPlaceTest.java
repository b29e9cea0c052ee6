// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FieldPlaceTest
{
    private static final GoType ORDER = GoType.parse(
        "struct { price int64; legs [2]struct { ratio int32; side int8 }; flags uint16; rate float32 }");

    @Test
    void shouldGoTheWayOfAName()
    {
        assertEquals(new FieldPlace(20, GoType.INT8), FieldPlace.of(ORDER, "legs[1].side"));
        assertEquals(new FieldPlace(24, GoType.UINT16), FieldPlace.of(ORDER, "flags"));
    }

    /** Who makes a field by hand has to say the truth. */
    @Test
    void shouldRefuseAFieldThatTheStructDoesNotHave()
    {
        assertEquals(StructType.of(ORDER).intField("legs[1].ratio"), new IntField(ORDER, "legs[1].ratio", 16));
        final List<Executable> lies = List.of(
            () -> new LongField(ORDER, "price", 8), () -> new IntField(ORDER, "price", 0),
            () -> new ShortField(ORDER, "flags", 25), () -> new ByteField(ORDER, "legs[1].side", -1),
            () -> new BooleanField(ORDER, "flags", 24), () -> new FloatField(ORDER, "rate", 0),
            () -> new DoubleField(ORDER, "cost", 40));
        for (final Executable lie : lies)
        {
            final IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, lie);
            assertTrue(refused.getMessage().contains(": name="), refused.getMessage());
        }
        assertThrows(NullPointerException.class, () -> new LongField(null, "price", 0));
        assertThrows(NullPointerException.class, () -> new LongField(ORDER, null, 0));
    }
}
