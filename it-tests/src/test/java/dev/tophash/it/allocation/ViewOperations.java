// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.LongField;
import dev.tophash.offheap.LongStructSingleWriterView;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.StringLongSingleWriterView;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;

/** Maps with a view: writes step its sequence, reads go through it. */
record ViewOperations(
    OffHeapLongStructMap structs, OffHeapStringLongMap names, LongStructSingleWriterView structView,
    StringLongSingleWriterView nameView) implements AllocationMeter.Operations
{
    private static final StructType TYPE = StructType.parse("struct { a, b int64 }");
    private static final LongField A = TYPE.longField("a");
    private static final StructFlyweight FLYWEIGHT = new StructFlyweight();
    private static final KeyView KEY = new KeyView();
    private static final byte[] VALUE = new byte[16];

    static ViewOperations open()
    {
        final OffHeapLongStructMap structs = OffHeapMaps.longStruct(TYPE).singleWriterView(true).build();
        final OffHeapStringLongMap names = OffHeapMaps.stringLong().singleWriterView(true).build();
        return new ViewOperations(
            structs, names, LongStructSingleWriterView.of(structs), StringLongSingleWriterView.of(names));
    }

    private static void read(final StructFlyweight value)
    {
        AllocationMeter.take(A.get(value));
    }

    private static String name(final int number)
    {
        return MeterKeys.StringKeys.of(number);
    }

    @Override
    public void put(final int number)
    {
        names.put(name(number), number);
        structs.getOrCreate(number, FLYWEIGHT);
        FLYWEIGHT.edit(value -> A.set(value, 1));
    }

    @Override
    public void putIfAbsent(final int number)
    {
        AllocationMeter.take(names.putIfAbsent(name(number), number));
        AllocationMeter.take(structs.putIfAbsent(number, VALUE));
    }

    @Override
    public void get(final int number)
    {
        AllocationMeter.take(nameView.get(name(number)));
        AllocationMeter.take(nameView.get(KEY.wrap(name(number))));
        AllocationMeter.take(structView.get(number, VALUE));
        AllocationMeter.take(structView.read(number, FLYWEIGHT, ViewOperations::read));
    }

    @Override
    public void containsKey(final int number)
    {
        AllocationMeter.take(nameView.containsKey(name(number)));
        AllocationMeter.take(structView.containsKey(number));
    }

    @Override
    public void update(final int number)
    {
        AllocationMeter.take(names.addTo(name(number), 1));
        AllocationMeter.take(structs.put(number, VALUE));
    }

    @Override
    public void remove(final int number)
    {
        AllocationMeter.take(names.remove(name(number)));
        AllocationMeter.take(structs.remove(number));
    }

    @Override
    public void batch(final int number)
    {
        // A batch is written entry by entry.
    }

    @Override
    public void forEach()
    {
        // As without a view.
    }

    @Override
    public void reserve(final long count)
    {
        names.reserve(count);
        structs.reserve(count);
    }

    @Override
    public void clear()
    {
        names.clear();
        structs.clear();
    }

    @Override
    public void close()
    {
        names.close();
        structs.close();
    }
}
