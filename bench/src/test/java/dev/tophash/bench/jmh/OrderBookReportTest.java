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
    void shouldGiveRatiosOfAFormToTheOthersAndTheirMeans()
    {
        final List<Form> three = forms().subList(0, 3);
        final List<String> sizes = List.of("1 live orders", "2 live orders");
        final List<double[][]> times = List.of(
            new double[][] {{8, 8, 16}, {4, 4, 8}, {4, 8, 4}}, new double[][] {{2, 1, 4}, {1, 1, 1}, {4, 4, 8}});
        final BenchTable table = OrderBookReport.ratios("book-by-hand", three, 2, sizes, times);
        assertEquals("book-by-hand", table.id());
        assertEquals("An event of an order book, slab with Agrona, by each of the other forms", table.title());
        assertEquals(List.of("in place: LongStruct", "slab with LongLong"), table.columns());
        assertEquals(List.of("1 live orders", "2 live orders", "geometric mean", "least", "most"),
            table.rows().stream().map(BenchTable.Row::name).toList());
        assertEquals(
            List.of(List.of(0.5, 1.0), List.of(2.0, 4.0), List.of(1.0, 2.0), List.of(0.5, 1.0), List.of(2.0, 4.0)),
            table.rows().stream().map(BenchTable.Row::values).toList());
        assertEquals(List.of("in place: LongStruct", "slab with Agrona"),
            OrderBookReport.ratios("book-ratios", three, 1, sizes, times).columns());
        assertEquals(1, OrderBookReport.ratios("book-ratios", three, 0, sizes.subList(0, 1), times).rows().size());
    }
}
