// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tophash.layout.GoType;
import dev.tophash.layout.GoVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * All hashes that real Go 1.19.8 and 1.23.5 computed (layout section 16.6).
 */
class HashVectorsTest
{
    private static final Map<String, String> STRUCTS = Map.of(
        "main.pt", "struct { a, b int64 }",
        "main.small", "struct { a, b int32 }",
        "main.mixed", "struct { s string; n int32 }",
        "main.twoInts", "struct { a, b int32; s string }",
        "main.padded", "struct { a int8; b int64 }",
        "main.tail", "struct { a int64; b int8 }",
        "main.blank", "struct { _ int32; a int32 }",
        "main.blankMid", "struct { a int32; _ int32; b int32; c int32 }",
        "main.oneF", "struct { f float64 }",
        "main.fAndI", "struct { f float64; a int32; b int32; g float32 }");

    @Test
    void shouldHashEveryVectorAsGoDid() throws IOException
    {
        int rows = 0;
        for (final String line : vectors())
        {
            // go,function,type,hashkey0..3,seed,input_hex,hash,note
            final String[] row = line.split(",", 11);
            final HashKeys keys = HashKeys.of(
                GoVersion.parse(row[0]), number(row[3]), number(row[4]), number(row[5]), number(row[6]));
            final long actual = hash(row[1], row[2].replace("\"", ""), row[8], number(row[7]), keys);
            assertEquals(row[9], HexFormat.of().toHexDigits(actual), line);
            rows++;
        }
        assertEquals(714, rows);
    }

    private static long hash(
        final String function, final String type, final String input, final long seed, final HashKeys keys)
    {
        final FakeMemory memory = new FakeMemory(2048);
        return switch (function)
        {
            case "memhash" ->
            {
                final byte[] bytes = HexFormat.of().parseHex(input);
                final int offset = memory.allocate(bytes);
                yield MemHash.hash(FakeMemory.SOURCE, memory.bytes, offset, bytes.length, seed, keys);
            }
            case "memhash64" ->
            {
                final int offset = memory.allocate(HexFormat.of().parseHex(input));
                final long value = FakeMemory.SOURCE.getLong(memory.bytes, offset);
                yield MemHash.hash64(value, seed, keys.k0(), keys.k1());
            }
            case "memhash32" ->
            {
                final int offset = memory.allocate(HexFormat.of().parseHex(input));
                final int value = FakeMemory.SOURCE.getInt(memory.bytes, offset);
                yield MemHash.hash32(value, seed, keys.k0(), keys.k1());
            }
            case "strhash" ->
            {
                final int offset = memory.allocate(16);
                memory.putString(offset, new String(HexFormat.of().parseHex(input), StandardCharsets.UTF_8));
                yield GoHash.string(FakeMemory.SOURCE, memory.bytes, offset, seed, keys, memory);
            }
            case "maphash" ->
            {
                final GoType key = typeOf(type);
                final int offset = store(memory, key, input);
                yield GoHash.hash(key, FakeMemory.SOURCE, memory.bytes, offset, seed, keys, memory, memory, () -> 0);
            }
            case "typehash" ->
            {
                final GoType key = typeOf(type);
                final int offset = store(memory, key, input);
                yield GoHash.dynamicHash(
                    key, FakeMemory.SOURCE, memory.bytes, offset, seed, keys, memory, memory, () -> 0);
            }
            default -> throw new AssertionError("function=" + function);
        };
    }

    private static GoType typeOf(final String name)
    {
        return name.equals("interface") ? GoType.ANY : GoType.parse(STRUCTS.getOrDefault(name, name));
    }

    private static int store(final FakeMemory memory, final GoType type, final String input)
    {
        if (type.equals(GoType.ANY))
        {
            return storeInterface(memory, input);
        }
        if (!input.startsWith("text["))
        {
            final byte[] bytes = HexFormat.of().parseHex(input);
            assertEquals(type.size(), bytes.length);
            return memory.allocate(bytes);
        }
        final int offset = memory.allocate(type.size());
        final String[] parts = input.substring(5, input.length() - 1).split(";", -1);
        for (int i = 0; i < parts.length; i++)
        {
            final boolean array = type.kind() == GoType.Kind.ARRAY;
            final int at = offset + (array ? i * type.elem().size() : type.fieldOffset(i));
            if (parts[i].startsWith("i32 "))
            {
                memory.putInt(at, Integer.parseInt(parts[i].substring(4)));
            }
            else
            {
                memory.putString(at, parts[i]);
            }
        }
        return offset;
    }

    /** Forms: nil, TYPE:HEX, string:HEX of the text, pt{1;2}, text[...] of a twoInts. */
    private static int storeInterface(final FakeMemory memory, final String input)
    {
        final int offset = memory.allocate(16);
        if (input.equals("nil"))
        {
            return offset;
        }
        final String name;
        final String content;
        if (input.startsWith("text["))
        {
            name = "main.twoInts";
            content = input;
        }
        else if (input.equals("pt{1;2}"))
        {
            name = "main.pt";
            content = "01000000000000000200000000000000";
        }
        else
        {
            final String[] parts = input.replace("named ", "").split(":", 2);
            name = parts[0];
            content = name.equals("string") ?
                "text[" + new String(HexFormat.of().parseHex(parts[1]), StandardCharsets.UTF_8) + "]" : parts[1];
        }
        if (name.equals("string"))
        {
            final int string = memory.allocate(16);
            memory.putString(string, content.substring(5, content.length() - 1));
            memory.putInterface(offset, GoType.STRING, string);
            return offset;
        }
        final GoType type = typeOf(name);
        memory.putInterface(offset, type, store(memory, type, content));
        return offset;
    }

    private static long number(final String hex)
    {
        return HexFormat.fromHexDigitsToLong(hex);
    }

    private static List<String> vectors() throws IOException
    {
        try (var reader = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(HashVectorsTest.class.getResourceAsStream("hash-vectors.csv.gz")),
            StandardCharsets.UTF_8)))
        {
            return reader.lines().skip(1).toList();
        }
    }
}
