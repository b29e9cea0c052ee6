// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/** What an {@link OffHeapTypedMap} stands on: a table for each kind of key, which is chosen by the type as in Go. */
final class TypedTables
{
    private TypedTables()
    {
    }

    static MapSkin table(final Opening opening)
    {
        return switch (opening.type().keyKind())
        {
            case LONG -> new LongTable(opening);
            case INT -> new IntTable(opening);
            case BYTES -> new BytesTable(opening);
            case STRING -> new StringTable(opening);
            case TYPED -> new TypedTable(opening);
        };
    }

    private static final class LongTable extends LongKeyTable
    {
        LongTable(final Opening opening)
        {
            super(opening);
        }

        @Override
        MapSkin sibling(final Opening opening)
        {
            return new LongTable(opening);
        }
    }

    private static final class IntTable extends IntKeyTable
    {
        IntTable(final Opening opening)
        {
            super(opening);
        }

        @Override
        MapSkin sibling(final Opening opening)
        {
            return new IntTable(opening);
        }
    }

    private static final class BytesTable extends BytesKeyTable
    {
        BytesTable(final Opening opening)
        {
            super(opening);
        }

        @Override
        MapSkin sibling(final Opening opening)
        {
            return new BytesTable(opening);
        }
    }

    private static final class StringTable extends StringKeyTable
    {
        StringTable(final Opening opening)
        {
            super(opening);
        }

        @Override
        MapSkin sibling(final Opening opening)
        {
            return new StringTable(opening);
        }
    }

    private static final class TypedTable extends TypedKeyTable
    {
        TypedTable(final Opening opening)
        {
            super(opening);
        }

        @Override
        MapSkin sibling(final Opening opening)
        {
            return new TypedTable(opening);
        }
    }
}
