// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScriptGeneratorTest
{
    @Test
    void shouldMakeTheSameScriptAgain()
    {
        assertEquals(ScriptGenerator.generate(7, GoVersion.GO_1_23), ScriptGenerator.generate(7, GoVersion.GO_1_23));
    }

    @Test
    void shouldUseEveryTypeAndOperationInSeventyTwoSeeds()
    {
        final Set<ScriptType> types = new HashSet<>();
        final Set<Class<?>> operations = new HashSet<>();
        for (long seed = -36; seed < 36; seed++)
        {
            final Script script = ScriptParser.parse("seed " + seed, ScriptGenerator.generate(seed, GoVersion.GO_1_23));
            types.add(((ScriptOp.NewMap)script.lines().get(0).op()).type());
            script.lines().forEach(line -> operations.add(line.op().getClass()));
        }

        assertEquals(Set.copyOf(ScriptType.ALL), types);
        assertTrue(operations.containsAll(List.of(
            ScriptOp.Mode.class, ScriptOp.Hash0.class, ScriptOp.Assign.class, ScriptOp.Fill.class,
            ScriptOp.Delete.class, ScriptOp.Drop.class, ScriptOp.Clear.class, ScriptOp.CloneMap.class,
            ScriptOp.Get.class, ScriptOp.Iterate.class,
            ScriptOp.IteratorNew.class, ScriptOp.IteratorNext.class, ScriptOp.Dump.class)), operations.toString());
    }

    @Test
    void shouldNotCloneInVersionsThatCannot()
    {
        for (long seed = 0; seed < 72; seed++)
        {
            assertTrue(ScriptGenerator.generate(seed, GoVersion.GO_1_20).stream().noneMatch("clone"::equals));
        }
    }
}
