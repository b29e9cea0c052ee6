// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import dev.tophash.check.Required;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A Go type, as far as a map needs to know it: size, alignment and padding, and the properties that decide how its
 * values are hashed, compared and copied (layout sections 2 and 16.3).
 *
 * <p>Instances are immutable, equal by structure, and compute everything when they are built.  Only types that can be
 * keys are described; types that exist only as elems (slices, maps, functions) have to be given as their memory form,
 * for example {@code struct { p unsafe.Pointer; len int64; cap int64 }} for a slice.  {@code int} and
 * {@code uint} are the same as {@code int64} and {@code uint64} here, {@code byte} as {@code uint8},
 * {@code rune} as {@code int32}, and every pointer is {@link #POINTER}.
 */
public final class GoType
{
    /** What a type is made of. */
    public enum Kind
    {
        /** Go's {@code bool}. */
        BOOL("bool", 1, 1, 1),
        /** Go's {@code int8}. */
        INT8("int8", 3, 1, 1),
        /** Go's {@code int16}. */
        INT16("int16", 4, 2, 2),
        /** Go's {@code int32}. */
        INT32("int32", 5, 4, 4),
        /** Go's {@code int64}. */
        INT64("int64", 6, 8, 8),
        /** Go's {@code uint8}. */
        UINT8("uint8", 8, 1, 1),
        /** Go's {@code uint16}. */
        UINT16("uint16", 9, 2, 2),
        /** Go's {@code uint32}. */
        UINT32("uint32", 10, 4, 4),
        /** Go's {@code uint64}. */
        UINT64("uint64", 11, 8, 8),
        /** Go's {@code uintptr}. */
        UINTPTR("uintptr", 12, 8, 8),
        /** Go's {@code float32}. */
        FLOAT32("float32", 13, 4, 4),
        /** Go's {@code float64}. */
        FLOAT64("float64", 14, 8, 8),
        /** Go's {@code complex64}. */
        COMPLEX64("complex64", 15, 8, 4),
        /** Go's {@code complex128}. */
        COMPLEX128("complex128", 16, 16, 8),
        /** Go's {@code string}. */
        STRING("string", 24, 16, 8),
        /** The empty interface. */
        INTERFACE("interface {}", 20, 16, 8),
        /** Any pointer. */
        POINTER("unsafe.Pointer", 26, 8, 8),
        /** An array of a fixed length. */
        ARRAY("array", 17, 0, 0),
        /** A struct. */
        STRUCT("struct", 25, 0, 0);

        private final String goName;
        private final int number;
        private final int size;
        private final int align;

        Kind(final String goName, final int number, final int size, final int align)
        {
            this.goName = goName;
            this.number = number;
            this.size = size;
            this.align = align;
        }
    }

    /**
     * A field of a struct.
     *
     * @param name its Go identifier; {@code "_"} for a blank field, whose bytes are neither hashed nor compared.
     * @param type its type.
     */
    public record Field(String name, GoType type)
    {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if the name is not an identifier.
         */
        public Field
        {
            Required.argument(name, "name");
            Required.argument(type, "type");
            if (name.isEmpty() || !name.codePoints().allMatch(GoTypeParser::isNamePart) ||
                Character.isDigit(name.codePointAt(0)))
            {
                throw new IllegalArgumentException("name of a field: name=" + name);
            }
        }

        /**
         * Whether the field is blank.
         *
         * @return true if its name is {@code "_"}.
         */
        public boolean blank()
        {
            return name.equals("_");
        }
    }

    // These come first: the constants below are built with them.
    private static final Field[] NO_FIELDS = {};
    private static final int[] NO_INTS = {};
    /** In {@link #runs}: the field is blank. */
    private static final int BLANK = -1;

    /** Go's {@code bool}, 1 byte. */
    public static final GoType BOOL = new GoType(Kind.BOOL);
    /** Go's {@code int8}, 1 byte. */
    public static final GoType INT8 = new GoType(Kind.INT8);
    /** Go's {@code int16}, 2 bytes. */
    public static final GoType INT16 = new GoType(Kind.INT16);
    /** Go's {@code int32}, 4 bytes. */
    public static final GoType INT32 = new GoType(Kind.INT32);
    /** Go's {@code int64}, 8 bytes. */
    public static final GoType INT64 = new GoType(Kind.INT64);
    /** Go's {@code uint8}, 1 byte. */
    public static final GoType UINT8 = new GoType(Kind.UINT8);
    /** Go's {@code uint16}, 2 bytes. */
    public static final GoType UINT16 = new GoType(Kind.UINT16);
    /** Go's {@code uint32}, 4 bytes. */
    public static final GoType UINT32 = new GoType(Kind.UINT32);
    /** Go's {@code uint64}, 8 bytes. */
    public static final GoType UINT64 = new GoType(Kind.UINT64);
    /** Go's {@code uintptr}, 8 bytes. */
    public static final GoType UINTPTR = new GoType(Kind.UINTPTR);
    /** Go's {@code float32}, 4 bytes. */
    public static final GoType FLOAT32 = new GoType(Kind.FLOAT32);
    /** Go's {@code float64}, 8 bytes. */
    public static final GoType FLOAT64 = new GoType(Kind.FLOAT64);
    /** Go's {@code complex64}, 8 bytes. */
    public static final GoType COMPLEX64 = new GoType(Kind.COMPLEX64);
    /** Go's {@code complex128}, 16 bytes. */
    public static final GoType COMPLEX128 = new GoType(Kind.COMPLEX128);
    /** Go's {@code string}: address and length, 16 bytes. */
    public static final GoType STRING = new GoType(Kind.STRING);
    /** Go's empty interface, {@code interface {}}: type word and data word, 16 bytes. */
    public static final GoType ANY = new GoType(Kind.INTERFACE);
    /** Any pointer: {@code *T}, {@code unsafe.Pointer}, a channel; 8 bytes. */
    public static final GoType POINTER = new GoType(Kind.POINTER);

    /** The largest type accepted: sizes and offsets stay far away from overflow. */
    static final int MAX_SIZE = 1 << 28;

    private final Kind kind;
    private final GoType elem;
    private final int length;
    private final Field[] fields;
    private final int[] offsets;
    /** By field: number of fields in the run of plain memory that starts there, 0 for none, or {@link #BLANK}. */
    private final int[] runs;
    private final int size;
    private final int align;
    private final boolean hasPointers;
    private final boolean plainMemory;
    private final boolean reflexive;
    private final boolean needKeyUpdate;
    private final boolean hashMightPanic;
    private final long interfaceCount;

    private GoType(final Kind kind)
    {
        this.kind = kind;
        elem = null;
        length = 0;
        fields = NO_FIELDS;
        offsets = NO_INTS;
        runs = NO_INTS;
        size = kind.size;
        align = kind.align;
        final boolean floating = kind.number >= Kind.FLOAT32.number && kind.number <= Kind.COMPLEX128.number;
        hasPointers = kind == Kind.STRING || kind == Kind.INTERFACE || kind == Kind.POINTER;
        plainMemory = !floating && kind != Kind.STRING && kind != Kind.INTERFACE;
        reflexive = !floating && kind != Kind.INTERFACE;
        needKeyUpdate = !plainMemory;
        hashMightPanic = kind == Kind.INTERFACE;
        interfaceCount = kind == Kind.INTERFACE ? 1 : 0;
    }

    private GoType(final int length, final GoType elem)
    {
        kind = Kind.ARRAY;
        this.elem = elem;
        this.length = length;
        fields = NO_FIELDS;
        offsets = NO_INTS;
        runs = NO_INTS;
        size = length * elem.size;
        align = elem.align;
        hasPointers = length > 0 && elem.hasPointers;
        plainMemory = length == 0 || elem.plainMemory;
        reflexive = elem.reflexive;
        needKeyUpdate = elem.needKeyUpdate;
        hashMightPanic = elem.hashMightPanic;
        interfaceCount = length * elem.interfaceCount;
    }

    private GoType(final Field[] fields)
    {
        kind = Kind.STRUCT;
        elem = null;
        length = fields.length;
        this.fields = fields;
        offsets = new int[fields.length];
        align = Arrays.stream(fields).mapToInt((field) -> field.type.align).max().orElse(1);
        size = layOut(fields, offsets, align);
        hasPointers = Arrays.stream(fields).anyMatch((field) -> field.type.hasPointers);
        reflexive = Arrays.stream(fields).allMatch((field) -> field.type.reflexive);
        needKeyUpdate = Arrays.stream(fields).anyMatch((field) -> field.type.needKeyUpdate);
        hashMightPanic = Arrays.stream(fields).anyMatch((field) -> field.type.hashMightPanic);
        interfaceCount = Arrays.stream(fields).mapToLong((field) -> field.type.interfaceCount).sum();
        runs = new int[fields.length];
        boolean plain = true;
        for (int i = 0; i < fields.length; i++)
        {
            plain &= !fields[i].blank() && fields[i].type.plainMemory && !padded(i);
            runs[i] = fields[i].blank() ? BLANK : runFrom(i);
        }
        plainMemory = plain;
    }

    /**
     * An array type, {@code [length]elem}.
     *
     * @param length number of elems, at least 0.
     * @param elem   their type.
     * @return the type.
     * @throws IllegalArgumentException if the length is negative or the array larger than 256 MiB.
     */
    public static GoType array(final int length, final GoType elem)
    {
        Required.argument(elem, "elem");
        if (length < 0 || (long)length * elem.size > MAX_SIZE)
        {
            throw new IllegalArgumentException("array type: length=" + length + ", elemSize=" + elem.size);
        }
        return new GoType(length, elem);
    }

    /**
     * An array of bytes, {@code [n]uint8}.
     *
     * @param n number of bytes, at least 0.
     * @return the type.
     * @throws IllegalArgumentException if n is negative or above 256 MiB.
     */
    public static GoType bytes(final int n)
    {
        return array(n, UINT8);
    }

    /**
     * A struct type with Go's padding: each field at the next multiple of its alignment, the end rounded up to the
     * largest alignment, and one extra byte before that rounding if a non-empty struct ends in a field of size 0 (so
     * that the address of that field stays inside).
     *
     * @param fields the fields in order.
     * @return the type.
     * @throws IllegalArgumentException if the struct is larger than 256 MiB, or two fields that are not blank have one
     *                                  name.
     */
    public static GoType struct(final Field... fields)
    {
        Required.argument(fields, "fields");
        final Set<String> names = new HashSet<>();
        for (final Field field : fields)
        {
            Required.argument(field, "field");
            if (!field.blank() && !names.add(field.name()))
            {
                throw new IllegalArgumentException("two fields of one name: name=" + field.name());
            }
        }
        return new GoType(fields.clone());
    }

    /**
     * What the type is made of.
     *
     * @return its kind.
     */
    public Kind kind()
    {
        return kind;
    }

    /**
     * Bytes of a value, padding included.
     *
     * @return 0 or more.
     */
    public int size()
    {
        return size;
    }

    /**
     * Alignment of a value.
     *
     * @return 1, 2, 4 or 8.
     */
    public int align()
    {
        return align;
    }

    /**
     * Whether a value contains pointers, which decides whether a bucket is pointer-free.
     *
     * @return true if a part is a pointer, string or interface; false for arrays of length 0.
     */
    public boolean hasPointers()
    {
        return hasPointers;
    }

    /**
     * Whether a value is hashed and compared as one piece of memory: no floats, strings or interfaces, no blank fields
     * and no padding (layout section 16.3).
     *
     * @return true for plain memory.
     */
    public boolean plainMemory()
    {
        return plainMemory;
    }

    /**
     * Whether every value equals itself.
     *
     * @return false if any part, blank fields included, is a float, complex or interface.
     */
    public boolean reflexive()
    {
        return reflexive;
    }

    /**
     * Whether an assignment to an existing key must rewrite the key, because equal keys can differ in their bytes.
     *
     * @return true if any part, blank fields included, is a float, complex, string or interface.
     */
    public boolean needKeyUpdate()
    {
        return needKeyUpdate;
    }

    /**
     * Whether hashing a value can panic in Go, because an interface can hold a value that is not comparable.
     *
     * @return true if any part, blank fields included, is an interface.
     */
    public boolean hashMightPanic()
    {
        return hashMightPanic;
    }

    /**
     * How many interfaces a value holds in itself, which bounds the work of hashing it.
     *
     * @return number of interface values in it, those within its arrays and structs included.
     */
    public long interfaceCount()
    {
        return interfaceCount;
    }

    /**
     * Whether a value is nothing but one pointer, so that an interface holds the pointer itself in its data word
     * instead of the address of a copy.
     *
     * @return true for {@link #POINTER} and for one-elem arrays and one-field structs of such a type.
     */
    public boolean pointerShaped()
    {
        return switch (kind)
        {
            case POINTER -> true;
            case ARRAY -> length == 1 && elem.pointerShaped();
            case STRUCT -> length == 1 && fields[0].type.pointerShaped();
            default -> false;
        };
    }

    /**
     * The type of an array's elems.
     *
     * @return their type.
     * @throws IllegalStateException if this is not an array.
     */
    public GoType elem()
    {
        if (elem == null)
        {
            throw new IllegalStateException("not an array: type=" + this);
        }
        return elem;
    }

    /**
     * The number of elems of an array or fields of a struct.
     *
     * @return 0 or more; 0 for all other types.
     */
    public int length()
    {
        return length;
    }

    /**
     * The fields of a struct.
     *
     * @return an immutable list, empty for all other types.
     */
    public List<Field> fields()
    {
        return List.of(fields);
    }

    /**
     * The type of a field, without allocation.
     *
     * @param index 0..length().
     * @return its type.
     * @throws IndexOutOfBoundsException if there is no such field.
     */
    public GoType fieldType(final int index)
    {
        return fields[Required.index(index, fields.length)].type;
    }

    /**
     * Where a field lies.
     *
     * @param index 0..length().
     * @return offset in the struct.
     * @throws IndexOutOfBoundsException if there is no such field.
     */
    public int fieldOffset(final int index)
    {
        return offsets[Required.index(index, fields.length)];
    }

    /**
     * Whether a field is blank, without allocation.
     *
     * @param index 0..length().
     * @return true if its name is {@code "_"}.
     * @throws IndexOutOfBoundsException if there is no such field.
     */
    public boolean fieldBlank(final int index)
    {
        return runs[Required.index(index, fields.length)] == BLANK;
    }

    /**
     * The maximal run of plain memory that starts at a field: how a compiled hash function groups fields (layout
     * section 16.3).
     *
     * @param index 0..length().
     * @return number of fields in the run; 0 if the field is not plain memory, and if it is blank.
     * @throws IndexOutOfBoundsException if there is no such field.
     */
    public int fieldRun(final int index)
    {
        return Math.max(0, runs[Required.index(index, fields.length)]);
    }

    /**
     * The number of the kind in Go's type descriptors, {@code reflect.Kind}.
     *
     * @return 1..26.
     */
    public int goKindNumber()
    {
        return kind.number;
    }

    /**
     * Reads a type in Go syntax, the inverse of {@link #toString}.
     *
     * @param text for example {@code "[24]byte"} or {@code "struct { a, b int64; s string }"}; also
     *             {@code int}, {@code uint}, {@code byte}, {@code rune}, {@code any}, {@code *T}.
     * @return the type.
     * @throws IllegalArgumentException if it cannot be read, is nested deeper than 64 levels, or is too large.
     */
    public static GoType parse(final String text)
    {
        return GoTypeParser.parseType(text);
    }

    @Override
    public boolean equals(final Object other)
    {
        if (this == other)
        {
            return true;
        }
        return other instanceof final GoType that && kind == that.kind && length == that.length &&
            Objects.equals(elem, that.elem) && Arrays.equals(fields, that.fields);
    }

    @Override
    public int hashCode()
    {
        return 31 * (31 * (31 * kind.number + length) + Objects.hashCode(elem)) + Arrays.hashCode(fields);
    }

    /** Go syntax: {@code "int64"}, {@code "[24]uint8"}, {@code "struct { s string; n int32 }"}. */
    @Override
    public String toString()
    {
        if (kind == Kind.ARRAY)
        {
            return "[" + length + "]" + elem;
        }
        if (kind != Kind.STRUCT)
        {
            return kind.goName;
        }
        if (fields.length == 0)
        {
            return "struct {}";
        }
        final StringJoiner text = new StringJoiner("; ", "struct { ", " }");
        for (final Field field : fields)
        {
            text.add(field.name + " " + field.type);
        }
        return text.toString();
    }

    private static int layOut(final Field[] fields, final int[] offsets, final int align)
    {
        long end = 0;
        for (int i = 0; i < fields.length; i++)
        {
            final GoType type = fields[i].type;
            end = roundUp(end, type.align);
            offsets[i] = (int)end;
            end += type.size;
            if (end > MAX_SIZE)
            {
                throw new IllegalArgumentException("struct type: size=" + end);
            }
        }
        if (end > 0 && fields[fields.length - 1].type.size == 0)
        {
            end++;
        }
        return (int)roundUp(end, align);
    }

    private static long roundUp(final long size, final int align)
    {
        return (size + align - 1) & -align;
    }

    /** Whether padding follows field i. */
    private boolean padded(final int i)
    {
        return offsets[i] + fields[i].type.size != (i + 1 < fields.length ? offsets[i + 1] : size);
    }

    private int runFrom(final int start)
    {
        int end = start;
        while (end < fields.length && fields[end].type.plainMemory && !fields[end].blank())
        {
            end++;
            if (padded(end - 1))
            {
                break;
            }
        }
        return end - start;
    }
}
