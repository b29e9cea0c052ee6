// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.Staging;

/** Every kind of key and elem that a clear has to get right: those of {@link SubjectKind}, and some more. */
public enum ClearSubject implements NumberedType
{
    LONG(SubjectKind.LONG),
    INT(SubjectKind.INT),
    BYTES(SubjectKind.BYTES),
    INDIRECT_KEY(SubjectKind.INDIRECT_BYTES, "map[[200]uint8]int64"),
    INDIRECT_ELEM(SubjectKind.LONG, "map[int64][200]uint8")
    {
        @Override
        public void stageElem(final Staging elem, final long number)
        {
            elem.setLong(0, number).setLong(192, number);
        }

        @Override
        public long elemOf(final GoValue elem)
        {
            return elem.getLong(192);
        }
    },
    STRING(SubjectKind.STRING),
    STRING_TO_STRING(SubjectKind.STRING, "map[string]string")
    {
        @Override
        public void stageElem(final Staging elem, final long number)
        {
            elem.setString(0, "value " + number);
        }

        @Override
        public long elemOf(final GoValue elem)
        {
            return Long.parseLong(elem.getString(0).substring(6));
        }
    },
    STRUCT(SubjectKind.PAIR, "map[struct { s string; n int32 }]int8")
    {
        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setString(0, "s" + number % 10).setInt(16, (int)number);
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return key.getInt(16);
        }

        @Override
        public void stageElem(final Staging elem, final long number)
        {
            elem.setByte(0, (byte)number);
        }

        @Override
        public long elemOf(final GoValue elem)
        {
            return elem.getByte(0);
        }

        @Override
        public long readAs(final long number)
        {
            return (byte)number;
        }
    },
    FLOAT(SubjectKind.FLOAT, "map[float64]int64"),
    NAN(SubjectKind.FLOAT, "map[float64]int64")
    {
        @Override
        public boolean isFindable(final long number)
        {
            return number % 4 != 3;
        }

        @Override
        public void stageKey(final Staging key, final long number)
        {
            key.setDouble(0, isFindable(number) ? number : Double.longBitsToDouble(NAN_BITS | number));
        }

        @Override
        public long keyOf(final GoValue key)
        {
            return Double.isNaN(key.getDouble(0)) ? key.getLong(0) & 0xffff_ffffL : (long)key.getDouble(0);
        }
    },
    INTERFACE(SubjectKind.ANY);

    private static final long NAN_BITS = 0x7ff8_0000_0000_0000L;

    private final SubjectKind kind;

    @SuppressWarnings("ImmutableEnumChecker")
    private final MapType type;

    ClearSubject(final SubjectKind kind)
    {
        this.kind = kind;
        type = kind.type();
    }

    ClearSubject(final SubjectKind kind, final String goType)
    {
        this.kind = kind;
        type = MapType.parse(goType);
    }

    @Override
    public MapType type()
    {
        return type;
    }

    @Override
    public void stageKey(final Staging key, final long number)
    {
        kind.stageKey(key, number);
    }

    @Override
    public long keyOf(final GoValue key)
    {
        return kind.keyOf(key);
    }

    @Override
    public void stageElem(final Staging elem, final long number)
    {
        kind.stageElem(elem, number);
    }

    @Override
    public long elemOf(final GoValue elem)
    {
        return kind.elemOf(elem);
    }
}
