// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.MapCorruptionException;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import java.util.ConcurrentModificationException;

/**
 * What the product says to some bytes: it is asked to open a map on exactly these. It takes them over only after it has
 * verified them, so it either refuses, with the rule that they break first, or answers.
 */
final class OpenedProduct
{
    private static final long PRODUCT_BYTES = 16 << 20;

    private OpenedProduct()
    {
    }

    /** Opens the bytes of a copy and asks for len, for each key and for a range. */
    static StepResult.Answer ask(final LabImage image, final KeyForm form, final long... keys)
    {
        final MapConfig config = MapConfig.defaults().withReservation(PRODUCT_BYTES);
        try (OffHeapTypedMap product = OffHeapTypedMap.attach(image.used(), config))
        {
            return ask(product, form, keys);
        }
        catch (final MapCorruptionException e)
        {
            return StepResult.Answer.refused(e.finding());
        }
    }

    /** The same of any live map; each question ends with an answer or an exception of the product. */
    static StepResult.Answer ask(final OffHeapTypedMap map, final KeyForm form, final long... keys)
    {
        int found = 0;
        String lookup = null;
        for (final long key : keys)
        {
            try
            {
                form.stage(map.key(), key);
                found += map.find() ? 1 : 0;
            }
            catch (final MapCorruptionException | ConcurrentModificationException e)
            {
                lookup = lookup == null ? said(e) : lookup;
            }
        }
        int entries = 0;
        String range = null;
        try (TypedCursor cursor = map.cursor(0, 0))
        {
            while (cursor.next())
            {
                entries++;
            }
        }
        catch (final MapCorruptionException | ConcurrentModificationException e)
        {
            range = said(e);
        }
        return new StepResult.Answer(map.sizeLong(), keys.length, found, entries, null, lookup, range, null);
    }

    /** What an exception says, short. */
    static String said(final RuntimeException e)
    {
        return e instanceof MapCorruptionException corruption ?
            corruption.finding().rule().code() + ' ' + corruption.finding().expected() : e.getMessage();
    }
}
