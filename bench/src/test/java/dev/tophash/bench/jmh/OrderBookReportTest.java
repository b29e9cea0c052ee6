// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.jmh.OrderBookReport.Book;
import dev.tophash.bench.jmh.OrderBookReport.Form;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.offheap.OffHeapMaps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.Long2LongHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrderBookReportTest
{
    private static final int ORDER_COUNT = 20;
    private static final int EVENT_COUNT = 900;

    /** A book that executes nothing. */
    static final class Wrong extends OrderBookInPlace
    {
        Wrong(final int orderCount, final int eventCount)
        {
            super(orderCount, eventCount);
        }

        @Override
        int execute(final long id)
        {
            return 0;
        }
    }

    static List<Form> forms()
    {
        return OrderBookReport.FORMS;
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldDoEachEventInEachForm(final Form form) throws ReflectiveOperationException
    {
        final long first = OrderBook.FIRST_FILLS;
        final byte[] kinds = {OrderBook.MODIFY, OrderBook.EXECUTE, OrderBook.REDUCE, OrderBook.EXECUTE, OrderBook.ADD,
            OrderBook.CANCEL, OrderBook.CANCEL, OrderBook.CANCEL, OrderBook.EXECUTE, OrderBook.REDUCE,
            OrderBook.MODIFY};
        final long[] ids = {7, 7, 7, 7, 9, 7, 9, 7, 7, 7, 7};
        try (Book book = (Book)form.load().newInstance(ORDER_COUNT, EVENT_COUNT))
        {
            book.add(7, 5);
            final long left = OrderBook.quantity(first);
            // Modified by event 0; two executed, two reduced. Then there is no order 7.
            final long sum = (left - 4) * 31 + 9 + left;
            assertEquals(sum * 31 + 1 + 3, book.replay(ids, kinds));
        }
    }

    @Test
    void shouldLoadEachFormWithClassesOfItsOwn() throws ReflectiveOperationException
    {
        final Set<Class<?>> maps = new HashSet<>(Set.of(OffHeapMaps.class, Long2LongHashMap.class));
        for (final Form form : forms())
        {
            try (Book book = (Book)form.load().newInstance(ORDER_COUNT, EVENT_COUNT))
            {
                assertNotSame(form.type(), book.getClass());
                assertInstanceOf(Book.class, book);
                final ClassLoader loader = book.getClass().getClassLoader();
                assertTrue(maps.add(loader.loadClass(OffHeapMaps.class.getName())), form.name());
                assertTrue(maps.add(loader.loadClass(Long2LongHashMap.class.getName())), form.name());
            }
        }
    }

    @Test
    void shouldRefuseAFormThatComesToAnotherSum()
    {
        final OrderBookReport report = new OrderBookReport(ORDER_COUNT, EVENT_COUNT);
        assertEquals(forms().size(), report.run(forms(), 1).length);
        final List<Form> forms = List.of(forms().getFirst(), new Form("wrong", Wrong.class));
        final IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> report.run(forms, 1));
        assertTrue(thrown.getMessage().startsWith("another sum: form=wrong, sum="), thrown.getMessage());
    }

    @Test
    void shouldGiveGeometricMeansOfRatios()
    {
        final List<BenchTable.Row> bySize = List.of(
            BenchTable.Row.of("1 live orders", 0.5, 1, 1), BenchTable.Row.of("2 live orders", 2, 4, 1));
        final BenchTable table = OrderBookReport.ratios(forms().subList(0, 4), bySize);
        assertEquals(List.of("slab with LongLong", "slab with Agrona", "slab with Agrona, as full as ours"),
            table.columns());
        assertEquals(bySize, table.rows().subList(0, 2));
        assertEquals(List.of("geometric mean", "least", "most"),
            table.rows().stream().skip(2).map(BenchTable.Row::name).toList());
        assertEquals(List.of(List.of(1.0, 2.0, 1.0), List.of(0.5, 1.0, 1.0), List.of(2.0, 4.0, 1.0)),
            table.rows().stream().skip(2).map(BenchTable.Row::values).toList());
    }
}
