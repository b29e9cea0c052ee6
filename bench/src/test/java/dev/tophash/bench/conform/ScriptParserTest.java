// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.ScriptNumber.Special;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptParserTest
{
    private static Script parse(final String... lines)
    {
        return ScriptParser.parse("test", List.of(lines));
    }

    @Test
    void shouldReadEveryOperation()
    {
        final Script script = parse(
            "# a comment", "", "map f64 i64 9", "mode generic", "hash0 0x12345678", "assign -0 2", "fill 0 10 3",
            "delete inf", "drop 1 4", "clear", "rangedelete", "eachdelete", "clone", "get nan", "iter 63 7",
            "itnew a 1 2", "itnext a 5", "itnext  a # one step", "dump what it is",
            "save f.img", "load g");

        assertEquals(19, script.lines().size());
        assertEquals(new ScriptOp.NewMap(ScriptType.of("f64", "i64"), 9), script.lines().get(0).op());
        assertEquals(3, script.lines().get(0).number());
        assertEquals(new ScriptOp.Mode(true), script.lines().get(1).op());
        assertEquals(new ScriptOp.Hash0(0x12345678), script.lines().get(2).op());
        assertEquals(new ScriptOp.Assign(new ScriptNumber(0, Special.NEGATIVE_ZERO), ScriptNumber.of(2)),
            script.lines().get(3).op());
        assertEquals(new ScriptOp.Fill(0, 10, 3), script.lines().get(4).op());
        assertEquals(new ScriptOp.Delete(new ScriptNumber(0, Special.INFINITY)), script.lines().get(5).op());
        assertEquals(new ScriptOp.Drop(1, 4, 1), script.lines().get(6).op());
        assertEquals(new ScriptOp.Get(new ScriptNumber(0, Special.NAN)), script.lines().get(11).op());
        assertEquals(new ScriptOp.Iterate(63, 7), script.lines().get(12).op());
        assertEquals(new ScriptOp.IteratorNew("a", 1, 2), script.lines().get(13).op());
        assertEquals(new ScriptOp.IteratorNext("a", 5), script.lines().get(14).op());
        assertEquals(new ScriptOp.IteratorNext("a", 1), script.lines().get(15).op());
        assertEquals("itnext a", script.lines().get(15).text());
        assertEquals("dump what it is", script.lines().get(16).text());
        assertEquals(new ScriptOp.Save("f.img"), script.lines().get(17).op());
        assertEquals(new ScriptOp.Load("g"), script.lines().get(18).op());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "assign 1", "assign 1 2 3", "assign one 2", "assign inf 2", "fill 0 10 0", "explode", "mode fast", "iter 0 8",
        "map u64 u63", "poke nevacuate 3", "hash0", "assign 99999999999999999999 1", "get 0x", "get --1"})
    void shouldNameTheLineOfAnError(final String line)
    {
        final ScriptException ex = assertThrows(
            ScriptException.class, () -> parse("map u64 u64", "# what follows is wrong", line));

        assertEquals(3, ex.line());
        assertTrue(ex.getMessage().startsWith("test, line 3: "), ex.getMessage());
    }

    @Test
    void shouldAskForAMapFirst()
    {
        assertEquals("test, line 1: no map yet in \"clear\"",
            assertThrows(ScriptException.class, () -> parse("clear")).getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0x10,16", "0X1f,31", "017,15", "0o17,15", "0b101,5", "1_0,10", "0x1_0,16", "-5,-5", "+5,5",
        "18446744073709551615,-1", "9223372036854775808,-9223372036854775808", "18446744073709551616,-",
        "-9223372036854775809,-", "0,0", "00,0"})
    void shouldReadNumbersAsGoDoes(final String text, final String expected)
    {
        if (expected.equals("-"))
        {
            assertThrows(NumberFormatException.class, () -> ScriptNumber.parseLong(text));
        }
        else
        {
            assertEquals(Long.parseLong(expected), ScriptNumber.parseLong(text));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000000,1e+06", "123456789,1.23456789e+08", "1e20,1e+20", "1e-4,0.0001", "1e-5,1e-05", "1.5,1.5",
        "100000,100000", "1.25e100,1.25e+100", "-0.0,-0", "0,0", "-12345,-12345", "Infinity,+Inf", "-Infinity,-Inf",
        "NaN,NaN"})
    void shouldPrintFloatsAsGoDoes(final double value, final String expected)
    {
        assertEquals(expected, GoFloat.toString(value));
    }
}
