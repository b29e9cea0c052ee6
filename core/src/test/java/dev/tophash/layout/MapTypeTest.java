// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.MapTypeFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MapTypeTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        map[int64]int64                            |   8 |   8 |   72 |  136 |  144 | yes |  4
        map[int32]int32                            |   4 |   4 |   40 |   72 |   80 | yes |  4
        map[int64]int8                             |   8 |   1 |   72 |   80 |   88 | yes |  4
        map[int8]int64                             |   1 |   8 |   16 |   80 |   88 | yes |  4
        map[uint16]uint32                          |   2 |   4 |   24 |   56 |   64 | yes |  4
        map[bool]bool                              |   1 |   1 |   16 |   24 |   32 | yes |  4
        map[[3]byte][5]byte                        |   3 |   5 |   32 |   72 |   80 | yes |  4
        map[string]int                             |  16 |   8 |  136 |  200 |  208 | no  | 12
        map[string]string                          |  16 |  16 |  136 |  264 |  272 | no  | 12
        map[struct{a,b int64}]int                  |  16 |   8 |  136 |  200 |  208 | yes |  4
        map[struct{s string; n int32}]int8         |  24 |   1 |  200 |  208 |  216 | no  | 12
        map[struct{a int8; b int64}]float32        |  16 |   4 |  136 |  168 |  176 | yes |  4
        map[[24]byte][40]byte                      |  24 |  40 |  200 |  520 |  528 | yes |  4
        map[[128]byte][128]byte                    | 128 | 128 | 1032 | 2056 | 2064 | yes |  4
        map[[129]byte]int8                         |   8 |   1 |   72 |   80 |   88 | no  |  5
        map[[200]byte]int64                        |   8 |   8 |   72 |  136 |  144 | no  |  5
        map[int64][200]byte                        |   8 |   8 |   72 |  136 |  144 | no  |  6
        map[int64]struct{}                         |   8 |   0 |   72 |   72 |   80 | yes |  4
        map[struct{}]int                           |   0 |   8 |    8 |   72 |   80 | yes |  4
        map[struct{}]struct{}                      |   0 |   0 |    8 |    8 |   16 | yes |  4
        map[float64]int                            |   8 |   8 |   72 |  136 |  144 | yes |  8
        map[complex128][3]uint16                   |  16 |   6 |  136 |  184 |  192 | yes |  8
        map[interface{}]int                        |  16 |   8 |  136 |  200 |  208 | no  | 24
        map[*int]int64                             |   8 |   8 |   72 |  136 |  144 | no  |  4
        map[int64]*int                             |   8 |   8 |   72 |  136 |  144 | no  |  4
        """)
    void shouldHaveTheShapeOfTheWorkedExamples(
        final String text,
        final int keySlotSize,
        final int elemSlotSize,
        final int elems,
        final int overflow,
        final int bucketSize,
        final String pointerFree,
        final int flags)
    {
        final MapType type = MapType.parse(text);
        assertEquals(keySlotSize, type.keySlotSize());
        assertEquals(elemSlotSize, type.elemSlotSize());
        assertEquals(elems, BmapDescriptor.elemsOffset(type));
        assertEquals(overflow, BmapDescriptor.overflowOffset(type));
        assertEquals(bucketSize, BmapDescriptor.bucketSize(type));
        assertEquals(pointerFree.equals("yes"), type.pointerFree());
        assertEquals(flags, MapTypeFlags.of(type));
        assertEquals(type, MapType.parse(type.toString()));
        assertEquals(type.hashCode(), MapType.parse(type.toString()).hashCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"layout.go119.txt", "layout.go123.txt"})
    void shouldHaveTheShapeThatTheCompilerGives(final String resource) throws IOException
    {
        final String text;
        try (var in = MapTypeTest.class.getResourceAsStream(resource))
        {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .replace("main.pt", "struct{a,b int64}")
                .replace("main.mix", "struct{s string; n int32}")
                .replace("main.padded", "struct{a int8; b int64}");
        }
        int types = 0;
        for (final String row : text.lines().filter((l) -> l.startsWith("map")).toList())
        {
            final int end = row.indexOf(" keysize");
            final MapType type = MapType.parse(row.substring(0, end).strip());
            final Matcher numbers = Pattern.compile("\\d+").matcher(row.substring(end));
            assertEquals(type.key().size(), next(numbers), row);
            assertEquals(type.keySlotSize(), next(numbers), row);
            assertEquals(type.elem().size(), next(numbers), row);
            assertEquals(type.elemSlotSize(), next(numbers), row);
            assertEquals(BmapDescriptor.KEYS_OFFSET, next(numbers), row);
            assertEquals(BmapDescriptor.elemsOffset(type), next(numbers), row);
            assertEquals(BmapDescriptor.overflowOffset(type), next(numbers), row);
            assertEquals(BmapDescriptor.bucketSize(type), next(numbers), row);
            assertEquals(type.pointerFree(), next(numbers) == 0, row);
            assertEquals(8, next(numbers), row);
            assertEquals(MapTypeFlags.of(type), next(numbers), row);
            types++;
        }
        assertEquals(32, types);
    }

    private static int next(final Matcher numbers)
    {
        numbers.find();
        return Integer.parseInt(numbers.group());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        int64                                  | LONG
        uintptr                                | LONG
        [2]int32                               | LONG
        [8]byte                                | LONG
        struct { a int32; b, c int16 }         | LONG
        int32                                  | INT
        struct { a, b int16 }                  | INT
        bool                                   | BYTES
        [3]byte                                | BYTES
        [16]byte                               | BYTES
        [200]byte                              | BYTES
        struct { a, b int64 }                  | BYTES
        string                                 | STRING
        [1]string                              | STRING
        struct { s string }                    | STRING
        struct { s [1]struct { t string } }    | STRING
        struct { _ string }                    | TYPED
        [2]string                              | TYPED
        [0]string                              | TYPED
        struct { s string; n int32 }           | TYPED
        struct { a int8; b int64 }             | TYPED
        struct { _ int32; a int32 }            | TYPED
        float64                                | TYPED
        float32                                | TYPED
        complex64                              | TYPED
        interface {}                           | TYPED
        *int                                   | TYPED
        [2]*int                                | TYPED
        struct {}                              | TYPED
        [0]int64                               | TYPED
        """)
    void shouldChooseTheKindOfWalk(final String key, final MapType.KeyKind kind)
    {
        final MapType type = MapType.of(GoType.parse(key), GoType.INT64);
        assertEquals(kind, type.keyKind());
        assertEquals(kind == MapType.KeyKind.STRING, type.fastString());
        assertEquals(type.key().hasPointers(), type.keyHasPointers());
    }

    @Test
    void shouldUseTheStringVariantOnlyForElemsInTheBucket()
    {
        assertEquals(true, MapType.parse("map[string][128]byte").fastString());
        assertEquals(false, MapType.parse("map[string][129]byte").fastString());
        assertEquals(MapType.KeyKind.STRING, MapType.parse("map[string][129]byte").keyKind());
    }

    @Test
    void shouldPrintGoSyntax()
    {
        assertEquals("map[string]int64", MapType.parse(" map[ string ] int").toString());
        assertEquals(
            "map[struct { a [2]uint8; _ int8 }]struct {}",
            MapType.parse("map[struct{a [2]byte;_ int8}]struct{}").toString());
        assertNotEquals(MapType.parse("map[int64]int8"), MapType.parse("map[int8]int64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "map", "map[int]", "map[]int", "map[int]int]", "int", "map int", "map[int]map[int]int"})
    void shouldRefuseWhatIsNoMapType(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> MapType.parse(text));
    }

    @Test
    void shouldRefuseMissingTypes()
    {
        assertThrows(NullPointerException.class, () -> MapType.of(null, GoType.INT64));
        assertThrows(NullPointerException.class, () -> MapType.of(GoType.INT64, null));
    }
}
