// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.go.HeaderView;
import dev.tophash.bench.lab.page.BucketPicture;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The literal clone is that of the product, which is compared with real Go elsewhere; no recorded script clones. */
class CloneTest
{
    private static final int[] SIZES = {0, 1, 8, 9, 14, 61, 62, 63, 64, 122, 125};

    /** All but interfaces: their pictures are addresses. */
    static Stream<ScriptType> types()
    {
        return ScriptType.ALL.stream().filter((type) -> !type.name().equals("any/i64"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldCloneAsTheProductDoes(final ScriptType type)
    {
        int growing = 0;
        for (final int size : SIZES)
        {
            try (SandboxMap map = SandboxMap.make(type, -1, LabMap.config(GoVersion.GO_1_23),
                LabMap.hashKeys(GoVersion.GO_1_23), 7, 1 << 20);
                OffHeapTypedMap product =
                    OffHeapTypedMap.create(type.mapType(), -1, LabMap.config(new LabMap.Setup(GoVersion.GO_1_23, 7))))
            {
                fill(map, EngineMap.of(product), size);
                growing += product.image().growing() ? 1 : 0;
                assertEquals(picture(product.image()), picture(map.image().view()), "before, size " + size);

                map.cloneHere();

                try (OffHeapTypedMap copy = product.copy())
                {
                    assertEquals(picture(copy.image()), picture(map.image().view()), "size " + size);
                }
            }
        }
        assertTrue(growing > 0 || type.name().startsWith("bool"), "clones in the middle of a growth");
    }

    private static void fill(final SandboxMap map, final EngineMap product, final int size)
    {
        for (int i = 0; i < size; i++)
        {
            map.stage(ScriptNumber.of(i));
            map.stageElem(ScriptNumber.of(1000 + i));
            map.assign();
            product.key().clear();
            product.elem().clear();
            map.type().key().write(ScriptNumber.of(i), product.key());
            map.type().elem().write(ScriptNumber.of(1000 + i), product.elem());
            product.assign();
            if (i % 7 == 3)
            {
                map.stage(ScriptNumber.of(i - 2));
                map.delete();
                product.key().clear();
                map.type().key().write(ScriptNumber.of(i - 2), product.key());
                product.delete();
            }
        }
    }

    private static List<String> picture(final MapImage image)
    {
        final BucketPicture picture = new BucketPicture(image, false);
        final List<String> lines = new ArrayList<>(HeaderView.of(image).lines());
        for (long i = 0; image.bucketsAddress() != 0 && i < image.totalBuckets(image.b()); i++)
        {
            lines.addAll(picture.chain(i));
        }
        return lines;
    }
}
