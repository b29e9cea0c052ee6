// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import static java.util.Map.entry;

import dev.tophash.check.Required;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads types in Go syntax by recursive descent, with a bound on the nesting.
 */
final class GoTypeParser
{
    private static final int MAX_NESTING = 64;

    private static final Map<String, GoType> NAMES = Map.ofEntries(
        entry("bool", GoType.BOOL), entry("int8", GoType.INT8), entry("int16", GoType.INT16),
        entry("int32", GoType.INT32), entry("rune", GoType.INT32), entry("int64", GoType.INT64),
        entry("int", GoType.INT64), entry("uint8", GoType.UINT8), entry("byte", GoType.UINT8),
        entry("uint16", GoType.UINT16), entry("uint32", GoType.UINT32), entry("uint64", GoType.UINT64),
        entry("uint", GoType.UINT64), entry("uintptr", GoType.UINTPTR), entry("float32", GoType.FLOAT32),
        entry("float64", GoType.FLOAT64), entry("complex64", GoType.COMPLEX64),
        entry("complex128", GoType.COMPLEX128), entry("string", GoType.STRING), entry("any", GoType.ANY));

    private final String text;
    private int position;

    private GoTypeParser(final String text)
    {
        Required.argument(text, "text");
        this.text = text;
    }

    static GoType parseType(final String text)
    {
        final GoTypeParser parser = new GoTypeParser(text);
        final GoType type = parser.type(0);
        parser.end();
        return type;
    }

    static MapType parseMap(final String text)
    {
        final GoTypeParser parser = new GoTypeParser(text);
        if (!parser.name().equals("map"))
        {
            throw parser.error("map[K]V");
        }
        parser.expect('[');
        final GoType key = parser.type(0);
        parser.expect(']');
        final GoType elem = parser.type(0);
        parser.end();
        return MapType.of(key, elem);
    }

    static boolean isNamePart(final int character)
    {
        return character == '_' || Character.isLetterOrDigit(character);
    }

    private GoType type(final int nesting)
    {
        if (nesting > MAX_NESTING)
        {
            throw error("at most " + MAX_NESTING + " levels of nesting");
        }
        if (accept('['))
        {
            final int length = number();
            expect(']');
            return GoType.array(length, type(nesting + 1));
        }
        if (accept('*'))
        {
            type(nesting + 1);
            return GoType.POINTER;
        }
        final int start = position;
        final String name = name();
        switch (name)
        {
            case "struct" ->
            {
                return struct(nesting);
            }
            case "interface" ->
            {
                expect('{');
                expect('}');
                return GoType.ANY;
            }
            case "unsafe" ->
            {
                expect('.');
                if (name().equals("Pointer"))
                {
                    return GoType.POINTER;
                }
            }
            default ->
            {
                if (NAMES.containsKey(name))
                {
                    return NAMES.get(name);
                }
            }
        }
        position = start;
        throw error("a type");
    }

    private GoType struct(final int nesting)
    {
        expect('{');
        final List<GoType.Field> fields = new ArrayList<>();
        while (!accept('}'))
        {
            final List<String> names = new ArrayList<>();
            do
            {
                names.add(name());
            }
            while (accept(','));
            final GoType type = type(nesting + 1);
            names.forEach((name) -> fields.add(new GoType.Field(name, type)));
            if (!accept(';'))
            {
                expect('}');
                break;
            }
        }
        return GoType.struct(fields.toArray(GoType.Field[]::new));
    }

    private String name()
    {
        skipSpace();
        final int start = position;
        while (position < text.length() && isNamePart(text.charAt(position)))
        {
            position++;
        }
        if (position == start || Character.isDigit(text.charAt(start)))
        {
            position = start;
            throw error("a name");
        }
        return text.substring(start, position);
    }

    private int number()
    {
        skipSpace();
        final int start = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9')
        {
            position++;
        }
        if (position == start || position - start > 9)
        {
            position = start;
            throw error("a length");
        }
        return Integer.parseInt(text.substring(start, position));
    }

    private boolean accept(final char character)
    {
        skipSpace();
        if (position < text.length() && text.charAt(position) == character)
        {
            position++;
            return true;
        }
        return false;
    }

    private void expect(final char character)
    {
        if (!accept(character))
        {
            throw error("'" + character + "'");
        }
    }

    private void end()
    {
        skipSpace();
        if (position != text.length())
        {
            throw error("the end");
        }
    }

    private void skipSpace()
    {
        while (position < text.length() && Character.isWhitespace(text.charAt(position)))
        {
            position++;
        }
    }

    private IllegalArgumentException error(final String expected)
    {
        return new IllegalArgumentException(
            "not a Go type that a map can hold: text=" + text + ", position=" + position + ", expected=" + expected);
    }
}
