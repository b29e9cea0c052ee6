// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTypeTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bool                                          |  1 | 1 |  1 | P
        int8                                          |  1 | 1 |  3 | P
        int16                                         |  2 | 2 |  4 | P
        int32                                         |  4 | 4 |  5 | P
        int64                                         |  8 | 8 |  6 | P
        uint8                                         |  1 | 1 |  8 | P
        uint16                                        |  2 | 2 |  9 | P
        uint32                                        |  4 | 4 | 10 | P
        uint64                                        |  8 | 8 | 11 | P
        uintptr                                       |  8 | 8 | 12 | P
        float32                                       |  4 | 4 | 13 | NU
        float64                                       |  8 | 8 | 14 | NU
        complex64                                     |  8 | 4 | 15 | NU
        complex128                                    | 16 | 8 | 16 | NU
        string                                        | 16 | 8 | 24 | *U
        interface {}                                  | 16 | 8 | 20 | *NU!
        unsafe.Pointer                                |  8 | 8 | 26 | P*
        [3]uint8                                      |  3 | 1 | 17 | P
        [0]int64                                      |  0 | 8 | 17 | P
        [0]string                                     |  0 | 8 | 17 | PU
        [0]interface {}                               |  0 | 8 | 17 | PNU!
        [2]float32                                    |  8 | 4 | 17 | NU
        [2]unsafe.Pointer                             | 16 | 8 | 17 | P*
        struct {}                                     |  0 | 1 | 25 | P
        struct { a int64; b int64 }                   | 16 | 8 | 25 | P
        struct { a int8; b int64 }                    | 16 | 8 | 25 | -
        struct { a int64; b int8 }                    | 16 | 8 | 25 | -
        struct { a int64; b int32; c int16; d int16 } | 16 | 8 | 25 | P
        struct { _ int32; a int32 }                   |  8 | 4 | 25 | -
        struct { _ float64; a int32; b int32 }        | 16 | 8 | 25 | NU
        struct { _ interface {}; a int32 }            | 24 | 8 | 25 | *NU!
        struct { s string; n int32 }                  | 24 | 8 | 25 | *U
        struct { n int32; z struct {} }               |  8 | 4 | 25 | -
        struct { z struct {}; n int32 }               |  4 | 4 | 25 | P
        struct { z struct {}; y [0]int64 }            |  0 | 8 | 25 | P
        struct { p struct { a int8; b int8 }; c int16 }   | 4 | 2 | 25 | P
        struct { p struct { a int16; b int8 }; c int8 }   | 6 | 2 | 25 | -
        """)
    void shouldKnowSizeAlignmentAndProperties(
        final String text, final int size, final int align, final int number, final String properties)
    {
        // P plain memory, * pointers, N not reflexive, U needs key update, ! hash might panic
        final GoType type = GoType.parse(text);
        assertEquals(text, type.toString());
        assertEquals(size, type.size());
        assertEquals(align, type.align());
        assertEquals(number, type.goKindNumber());
        assertEquals(properties.contains("P"), type.plainMemory());
        assertEquals(properties.contains("*"), type.hasPointers());
        assertEquals(properties.contains("N"), !type.reflexive());
        assertEquals(properties.contains("U"), type.needKeyUpdate());
        assertEquals(properties.contains("!"), type.hashMightPanic());
        assertEquals(type, GoType.parse(type.toString()));
        assertEquals(type.hashCode(), GoType.parse(type.toString()).hashCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        int                                  | int64
        uint                                 | uint64
        byte                                 | uint8
        rune                                 | int32
        any                                  | interface {}
        interface{}                          | interface {}
        *int                                 | unsafe.Pointer
        **[3]string                          | unsafe.Pointer
        [24]byte                             | [24]uint8
        [ 2 ][3] rune                        | [2][3]int32
        struct{}                             | struct {}
        struct{a,b int; _ string;}           | struct { a int64; b int64; _ string }
        struct { x struct{ y [2]any } }      | struct { x struct { y [2]interface {} } }
        """)
    void shouldReadGoSyntax(final String text, final String expected)
    {
        assertEquals(expected, GoType.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "x", "int64 int64", "[", "[]int", "[-1]int", "[3", "[3]", "[9999999999]int8", "[300000000]int8",
        "[100000000]int64", "struct", "struct {", "struct { a }", "struct { a int64, b int64 }", "struct { 1 int64 }",
        "struct { a int64 b int64 }", "interface", "interface { String() string }", "unsafe", "unsafe.Sizeof", "*",
        "map[int]int", "func()", "chan int", "struct { a [200000000]int8; b [200000000]int8 }"})
    void shouldRefuseWhatIsNoKeyType(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> GoType.parse(text));
    }

    @Test
    void shouldBoundTheNesting()
    {
        assertEquals(8, GoType.parse("[1]".repeat(64) + "int64").size());
        assertThrows(IllegalArgumentException.class, () -> GoType.parse("[1]".repeat(65) + "int64"));
        assertThrows(IllegalArgumentException.class, () -> GoType.parse("[1]".repeat(100_000) + "int64"));
        assertThrows(IllegalArgumentException.class, () -> GoType.parse("struct{a ".repeat(100_000)));
    }

    @Test
    void shouldBuildTypesFromParts()
    {
        final GoType.Field a = new GoType.Field("a", GoType.INT8);
        final GoType.Field blank = new GoType.Field("_", GoType.INT32);
        final GoType.Field s = new GoType.Field("s", GoType.STRING);
        final GoType type = GoType.struct(a, blank, s);
        assertEquals("struct { a int8; _ int32; s string }", type.toString());
        assertEquals(List.of(a, blank, s), type.fields());
        assertEquals(GoType.Kind.STRUCT, type.kind());
        assertEquals(3, type.length());
        assertEquals(4, type.fieldOffset(1));
        assertEquals(8, type.fieldOffset(2));
        assertEquals(24, type.size());
        assertTrue(type.fieldBlank(1));
        assertFalse(type.fieldBlank(0));
        assertEquals(GoType.STRING, type.fieldType(2));
        assertThrows(IllegalStateException.class, type::elem);

        final GoType array = GoType.array(3, GoType.FLOAT32);
        assertEquals(GoType.FLOAT32, array.elem());
        assertEquals(3, array.length());
        assertEquals(12, array.size());
        assertEquals(List.of(), array.fields());
        assertEquals(GoType.parse("[7]byte"), GoType.bytes(7));
        assertNotEquals(GoType.bytes(7), GoType.bytes(8));
        assertNotEquals(GoType.INT64, GoType.UINT64);
        assertThrows(IllegalArgumentException.class, () -> GoType.bytes(-1));
        assertThrows(IllegalArgumentException.class, () -> new GoType.Field("a b", GoType.INT8));
        assertThrows(IllegalArgumentException.class, () -> new GoType.Field("", GoType.INT8));
        assertThrows(NullPointerException.class, () -> new GoType.Field("a", null));
    }

    @Test
    void shouldNotChangeWhenTheCallersArrayDoes()
    {
        final GoType.Field[] fields = {new GoType.Field("a", GoType.INT8)};
        final GoType type = GoType.struct(fields);
        fields[0] = new GoType.Field("b", GoType.STRING);
        assertEquals("struct { a int8 }", type.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        struct { a int8; b int64 }                                  | 1 1
        struct { a int64; b int8 }                                  | 2 1
        struct { a, b int32; s string }                             | 2 1 0
        struct { s string; n int32 }                                | 0 1
        struct { _ int32; a int32 }                                 | 0 1
        struct { a int32; _ int32; b int32; c int32 }               | 1 0 2 1
        struct { f float64; a, b int32; g float32 }                 | 0 2 1 0
        struct { a, b int8; p struct { c int8; d int16 }; e int8 }  | 2 1 0 1
        """)
    void shouldFindMaximalRunsOfPlainMemory(final String text, final String runs)
    {
        final GoType type = GoType.parse(text);
        final StringBuilder actual = new StringBuilder();
        for (int i = 0; i < type.length(); i++)
        {
            actual.append(i == 0 ? "" : " ").append(type.fieldRun(i));
        }
        assertEquals(runs, actual.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        unsafe.Pointer                         | true
        *int                                   | true
        [1]*int                                | true
        struct { p *int }                      | true
        struct { p [1]struct { q *int } }      | true
        [2]*int                                | false
        struct { p, q *int }                   | false
        uintptr                                | false
        [0]*int                                | false
        interface {}                           | false
        """)
    void shouldKnowWhatAnInterfaceHoldsDirectly(final String text, final boolean expected)
    {
        assertEquals(expected, GoType.parse(text).pointerShaped());
    }

    @Test
    void shouldCountInterfaces()
    {
        assertEquals(0, GoType.STRING.interfaceCount());
        assertEquals(1, GoType.ANY.interfaceCount());
        assertEquals(7, GoType.parse("struct { a [3]struct { x, y any }; b any; c string }").interfaceCount());
        assertEquals(0, GoType.parse("[0]any").interfaceCount());
    }
}
