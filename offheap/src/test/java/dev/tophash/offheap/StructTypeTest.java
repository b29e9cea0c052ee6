// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructTypeTest
{
    private static final StructType ORDER = StructType.parse(
        "struct { price int64; legs [2]struct { ratio int32; side int8 }; open bool; flags uint16; _ int8;" +
            " rate float32; yield float64 }");

    @Test
    void shouldSayWhereFieldsLie()
    {
        assertEquals(0, ORDER.longField("price").offset());
        assertEquals(8, ORDER.intField("legs[0].ratio").offset());
        assertEquals(20, ORDER.byteField("legs[1].side").offset());
        assertEquals(24, ORDER.booleanField("open").offset());
        assertEquals(26, ORDER.shortField("flags").offset());
        assertEquals(32, ORDER.floatField("rate").offset());
        assertEquals(40, ORDER.doubleField("yield").offset());
        assertEquals(48, ORDER.size());
        assertTrue(ORDER.longField("price").toString().endsWith(", name=price, offset=0]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "Price", "price ", "price.x", "price[0]", "legs", "legs[0]", "legs[2].ratio", "legs[-1].ratio",
        "legs[0x1].ratio", "legs[99999999999].ratio", "legs[0].", ".price", "[0]", "_", "legs.ratio", "legs[1.ratio"})
    void shouldRefuseANameThatLeadsToNoNumber(final String name)
    {
        for (final Function<String, StructField> accessor : List.<Function<String, StructField>>of(
            ORDER::longField, ORDER::intField, ORDER::shortField, ORDER::byteField, ORDER::booleanField,
            ORDER::floatField, ORDER::doubleField))
        {
            final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> accessor.apply(name));
            assertTrue(refused.getMessage().contains(": name=" + name), refused.getMessage());
        }
    }

    @Test
    void shouldRefuseANameOfAnotherType()
    {
        assertThrows(IllegalArgumentException.class, () -> ORDER.intField("price"));
        assertThrows(IllegalArgumentException.class, () -> ORDER.doubleField("price"));
        assertThrows(IllegalArgumentException.class, () -> ORDER.longField("yield"));
        assertThrows(NullPointerException.class, () -> ORDER.longField(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "int64", "[4]byte", "struct { s string }", "struct { p *int }", "struct { a any }", "struct {",
        "struct { a int64; b int8; a int64 }", "struct { a struct { b, b int8 } }"})
    void shouldRefuseWhatIsNoStructOfNumbers(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> StructType.parse(text));
    }

    @Test
    void shouldTakeALayoutWhoseMembersLieAsInGo()
    {
        final StructLayout leg = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("ratio"), ValueLayout.JAVA_BYTE.withName("side"),
            MemoryLayout.paddingLayout(3));
        final StructType type = StructType.of(MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("price"), MemoryLayout.sequenceLayout(2, leg).withName("legs"),
            ValueLayout.JAVA_BOOLEAN.withName("open"), MemoryLayout.paddingLayout(1),
            ValueLayout.JAVA_CHAR.withName("flags"), ValueLayout.JAVA_FLOAT.withName("rate"),
            ValueLayout.JAVA_DOUBLE.withName("yield"), ValueLayout.JAVA_SHORT.withName("tail"),
            MemoryLayout.paddingLayout(6)));
        assertEquals(StructType.parse(
            "struct { price int64; legs [2]struct { ratio int32; side int8 }; open bool; flags uint16; rate float32;" +
                " yield float64; tail int16 }"), type);
        assertEquals(12, type.byteField("legs[0].side").offset());
        assertEquals(48, type.size());
    }

    @Test
    void shouldRefuseALayoutThatGoWouldLayOutOtherwise()
    {
        final ValueLayout.OfLong price = ValueLayout.JAVA_LONG_UNALIGNED.withName("price");
        final ValueLayout.OfByte side = ValueLayout.JAVA_BYTE.withName("side");
        refused("member lies where Go would not put it: name=price, offset=1, goOffset=8", side, price);
        refused("struct of another size than in Go: size=9, goSize=16", price, side);
        refused("member without a name: ", ValueLayout.JAVA_LONG);
        refused("values are little endian: ", price.withOrder(ByteOrder.BIG_ENDIAN));
        refused("a struct with pointers cannot be a value here: ", ValueLayout.ADDRESS.withName("next"));
        refused("two fields of one name: name=price", price, price);
        refused("sequence too long for a value: elementCount=4294967297",
            MemoryLayout.sequenceLayout((1L << 32) + 1, side).withName("many"));
        refused("neither number nor struct nor sequence: ", MemoryLayout.unionLayout(price).withName("either"));
    }

    @Test
    void shouldTakeFieldsWithoutANameAsOftenAsGoDoes()
    {
        assertEquals(24, StructType.parse("struct { _ int64; a int64; _ int64 }").size());
    }

    private static void refused(final String message, final MemoryLayout... members)
    {
        final IllegalArgumentException refused = assertThrows(
            IllegalArgumentException.class, () -> StructType.of(MemoryLayout.structLayout(members)));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }
}
