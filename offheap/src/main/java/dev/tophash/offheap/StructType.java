// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the values of a map of structs are made of, said once: in Go's notation or as a layout of the Foreign Function
 * and Memory API. It makes the fields by which a {@link StructFlyweight} is read and written.
 *
 * <pre>
 *   StructType order = StructType.parse("struct { price int64; quantity int32; side int8 }");
 *
 *   0        8            12     13      16
 *   | price  | quantity   | side | padding |      Go's rules: layout section 2
 * </pre>
 *
 * <p>Only types without pointers: a string, a slice or a map would lead out of the value. Instances are immutable and
 * equal by structure, for any thread.
 */
public final class StructType
{
    private static final Map<Class<?>, GoType> NUMBERS = Map.of(
        boolean.class, GoType.BOOL, byte.class, GoType.INT8, short.class, GoType.INT16, char.class, GoType.UINT16,
        int.class, GoType.INT32, long.class, GoType.INT64, float.class, GoType.FLOAT32, double.class, GoType.FLOAT64);

    private final GoType type;

    private StructType(final GoType type)
    {
        if (type.hasPointers())
        {
            throw new IllegalArgumentException("a struct with pointers cannot be a value here: type=" + type);
        }
        this.type = type;
    }

    /**
     * A struct in Go's notation.
     *
     * @param text for example {@code "struct { price int64; legs [2]struct { ratio int32; side int8 } }"}.
     * @return the type.
     * @throws IllegalArgumentException if it is no struct, holds pointers or has two fields of one name.
     */
    public static StructType parse(final String text)
    {
        return of(GoType.parse(text));
    }

    /**
     * A struct of Go.
     *
     * @param type a struct without pointers.
     * @return the type.
     * @throws IllegalArgumentException if it is no struct, or holds pointers.
     */
    public static StructType of(final GoType type)
    {
        Required.argument(type, "type");
        if (type.kind() != GoType.Kind.STRUCT)
        {
            throw new IllegalArgumentException("not a struct: type=" + type);
        }
        return new StructType(type);
    }

    /**
     * A struct as the Foreign Function and Memory API describes it. Padding must stand where Go would put it.
     *
     * @param layout members with names, of the byte order of this machine or little endian.
     * @return the type.
     * @throws IllegalArgumentException if a member has no name or that of another one, is an address, big endian or too
     *                                  large, or does not lie where Go would put it.
     */
    public static StructType of(final StructLayout layout)
    {
        Required.argument(layout, "layout");
        return new StructType(struct(layout));
    }

    private static GoType struct(final StructLayout layout)
    {
        final List<GoType.Field> fields = new ArrayList<>();
        final List<Long> offsets = new ArrayList<>();
        long offset = 0;
        for (final MemoryLayout member : layout.memberLayouts())
        {
            if (!(member instanceof PaddingLayout))
            {
                fields.add(new GoType.Field(nameOf(member, layout), typeOf(member)));
                offsets.add(offset);
            }
            offset += member.byteSize();
        }
        final GoType type = GoType.struct(fields.toArray(GoType.Field[]::new));
        for (int i = 0; i < fields.size(); i++)
        {
            if (offsets.get(i) != type.fieldOffset(i))
            {
                throw new IllegalArgumentException("member lies where Go would not put it: name=" +
                    fields.get(i).name() + ", offset=" + offsets.get(i) + ", goOffset=" + type.fieldOffset(i));
            }
        }
        if (offset != type.size())
        {
            throw new IllegalArgumentException(
                "struct of another size than in Go: size=" + offset + ", goSize=" + type.size());
        }
        return type;
    }

    private static String nameOf(final MemoryLayout member, final StructLayout layout)
    {
        return member.name().orElseThrow(
            () -> new IllegalArgumentException("member without a name: member=" + member + ", layout=" + layout));
    }

    private static GoType typeOf(final MemoryLayout member)
    {
        return switch (member)
        {
            case final StructLayout inner -> struct(inner);
            case final SequenceLayout sequence -> arrayOf(sequence);
            case final AddressLayout address ->
                throw new IllegalArgumentException("a struct with pointers cannot be a value here: member=" + address);
            case final ValueLayout number -> numberOf(number);
            default -> throw new IllegalArgumentException("neither number nor struct nor sequence: member=" + member);
        };
    }

    private static GoType arrayOf(final SequenceLayout sequence)
    {
        final long count = sequence.elementCount();
        if (count != (int)count)
        {
            throw new IllegalArgumentException("sequence too long for a value: elementCount=" + count);
        }
        return GoType.array((int)count, typeOf(sequence.elementLayout()));
    }

    private static GoType numberOf(final ValueLayout number)
    {
        if (number.byteSize() > 1 && number.order() != ByteOrder.LITTLE_ENDIAN)
        {
            throw new IllegalArgumentException("values are little endian: member=" + number);
        }
        return NUMBERS.get(number.carrier());
    }

    /**
     * The type in Go.
     *
     * @return a struct without pointers.
     */
    public GoType goType()
    {
        return type;
    }

    /**
     * Bytes of a value, padding included.
     *
     * @return 0 or more.
     */
    public int size()
    {
        return type.size();
    }

    /**
     * A field of type {@code bool}.
     *
     * @param name the field; {@code "leg.side"} for one of a struct within, {@code "legs[1]"} for an elem of an array.
     * @return its accessor.
     * @throws IllegalArgumentException if there is none of that name and type.
     */
    public BooleanField booleanField(final String name)
    {
        return new BooleanField(type, name, FieldPlace.of(type, name).offset());
    }

    /**
     * A field of type {@code int8} or {@code uint8}.
     *
     * @param name as for {@link #booleanField}.
     * @return its accessor.
     * @throws IllegalArgumentException if there is none of that name and type.
     */
    public ByteField byteField(final String name)
    {
        return new ByteField(type, name, FieldPlace.of(type, name).offset());
    }

    /**
     * A field of type {@code int16} or {@code uint16}.
     *
     * @param name as for {@link #booleanField}.
     * @return its accessor.
     * @throws IllegalArgumentException if there is none of that name and type.
     */
    public ShortField shortField(final String name)
    {
        return new ShortField(type, name, FieldPlace.of(type, name).offset());
    }

    /**
     * A field of type {@code int32} or {@code uint32}.
     *
     * @param name as for {@link #booleanField}.
     * @return its accessor.
     * @throws IllegalArgumentException if there is none of that name and type.
     */
    public IntField intField(final String name)
    {
        return new IntField(type, name, FieldPlace.of(type, name).offset());
    }

    /**
     * A field of type {@code int64}, {@code uint64} or {@code uintptr}.
     *
     * @param name as for {@link #booleanField}.
     * @return its accessor.
     * @throws IllegalArgumentException if there is none of that name and type.
     */
    public LongField longField(final String name)
    {
        return new LongField(type, name, FieldPlace.of(type, name).offset());
    }

    /**
     * A field of type {@code float32}.
     *
     * @param name as for {@link #booleanField}.
     * @return its accessor.
     * @throws IllegalArgumentException if there is none of that name and type.
     */
    public FloatField floatField(final String name)
    {
        return new FloatField(type, name, FieldPlace.of(type, name).offset());
    }

    /**
     * A field of type {@code float64}.
     *
     * @param name as for {@link #booleanField}.
     * @return its accessor.
     * @throws IllegalArgumentException if there is none of that name and type.
     */
    public DoubleField doubleField(final String name)
    {
        return new DoubleField(type, name, FieldPlace.of(type, name).offset());
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof final StructType that && type.equals(that.type);
    }

    @Override
    public int hashCode()
    {
        return type.hashCode();
    }

    /** Go's notation. */
    @Override
    public String toString()
    {
        return type.toString();
    }
}
