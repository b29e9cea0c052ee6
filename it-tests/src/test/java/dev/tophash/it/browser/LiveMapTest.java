// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.sandbox.Sandbox;
import dev.tophash.bench.lab.serve.LabServer;
import dev.tophash.bench.lab.serve.Limits;
import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * The page of the live map in a browser: what it draws is what the engine has, byte for byte, after every action; its
 * address makes the same map again; a keyboard is enough.
 */
class LiveMapTest
{
    private static final int PHONE = 390;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Path PICTURES = Path.of("target", "browser");
    private static final Sandbox.Settings SETTINGS =
        new Sandbox.Settings(GoVersion.GO_1_23, LabMap.SEED, 1 << 20, false);

    private static Browser browser;
    private static LabServer server;

    private final List<String> script = new ArrayList<>(List.of("map i64 i64 100", "crowd 5 12"));

    @BeforeAll
    static void start() throws IOException
    {
        browser = Browser.start();
        server = new LabServer(0, LessonTexts.Language.EN, Limits.DEFAULT);
    }

    @AfterAll
    static void close()
    {
        if (browser != null)
        {
            browser.close();
        }
        if (server != null)
        {
            server.close();
        }
    }

    @BeforeEach
    void open()
    {
        browser.size(1280, 900).dark(false).open("about:blank");
        browser.complaints();
        browser.requests();
        browser.open(server.link());
        await(script.size());
        browser.one("#do-bytes").click();
        browser.one("#do-empty").click();
        await("document.querySelectorAll('.m-picture [data-cell$=\"byte 0\"]').length >= 17");
    }

    private static void await(final String condition)
    {
        final long start = System.nanoTime();
        while (!(boolean)browser.run("return Boolean(" + condition + ")"))
        {
            assertTrue(System.nanoTime() - start < PATIENCE_MILLIS * 1_000_000L, () -> "waited for " + condition +
                ", the page says " + browser.one(".status").getText());
            Thread.onSpinWait();
        }
    }

    /** Waits until so many lines of the script were done. */
    private static void await(final int lines)
    {
        await("document.querySelectorAll('.log li').length === " + lines);
    }

    private void click(final String button, final String line)
    {
        browser.one("#do-" + button).click();
        done(line);
    }

    private void done(final String line)
    {
        script.add(line);
        await(script.size());
    }

    private static void fill(final String field, final String value)
    {
        final WebElement input = browser.one("#" + field);
        input.clear();
        input.sendKeys(value);
    }

    /** The bytes of all buckets that the page draws, by their offsets in the map. */
    @SuppressWarnings("unchecked")
    private static Map<Long, String> drawn()
    {
        final Map<Long, String> drawn = new TreeMap<>();
        ((Map<String, String>)browser.run("""
            const drawn = {};
            for (const cell of document.querySelectorAll('.m-picture [data-cell*=" byte "]'))
            {
                const [id, , byte] = cell.dataset.cell.split(' ');
                drawn[Number(id) + Number(byte)] = cell.textContent.trim();
            }
            return drawn;""")).forEach((offset, hex) -> drawn.put(Long.parseLong(offset), hex));
        return drawn;
    }

    /** What the engine has at these offsets after the same script. */
    private Map<Long, String> engine(final Iterable<Long> offsets)
    {
        final Map<Long, String> bytes = new TreeMap<>();
        try (Sandbox sandbox = new Sandbox("test", SETTINGS))
        {
            Sandbox.parse("test", script).lines().forEach(sandbox::run);
            offsets.forEach((offset) ->
                bytes.put(offset, String.format(Locale.ROOT, "%02x", sandbox.image().view().byteAt(offset) & 0xff)));
        }
        return bytes;
    }

    private Map<Long, String> assertDrawnAsTheEngineHasIt()
    {
        final Map<Long, String> drawn = drawn();
        assertTrue(drawn.size() >= 18 * 144, "every byte of 16 main and 2 spare buckets: " + drawn.size());
        final Map<Long, String> differing = engine(drawn.keySet());
        differing.entrySet().removeIf((one) -> one.getValue().equals(drawn.get(one.getKey())));
        assertEquals(Map.of(), differing, () -> "bytes that the engine has and the page does not, after " + script);
        return drawn;
    }

    private static void assertQuiet()
    {
        // A line that is refused has a status that a browser reports.
        assertEquals(List.of(), browser.complaints().stream().filter((one) -> !one.contains("status of 422")).toList());
        final String origin = server.link().substring(0, server.link().indexOf('/', "http://".length()));
        browser.requests().forEach((address) -> assertTrue(
            address.startsWith(origin) || address.startsWith("data:") || address.startsWith("about:") ||
                address.startsWith("blob:"), address));
    }

    @Test
    void shouldDrawTheBytesOfTheEngineAfterPutZeroClearAndUndo()
    {
        final Map<Long, String> first = assertDrawnAsTheEngineHasIt();
        fill("key", "777");
        fill("elem", "5");
        click("put", "assign 777 5");
        final Map<Long, String> put = assertDrawnAsTheEngineHasIt();
        assertFalse(first.equals(put), "a put changes bytes");
        click("zeroMain", "zero main");
        assertDrawnAsTheEngineHasIt();
        assertEquals("C01 O05", browser.run("return [...document.querySelectorAll('#findings b')]" +
            ".map((code) => code.textContent).filter((code) => code === 'C01' || code === 'O05').sort().join(' ')"));
        assertTrue(browser.one("#answers").getText().contains("refused"), "Tophash does not take such bytes");
        click("undo", "undo");
        assertEquals(put, assertDrawnAsTheEngineHasIt(), "undo brings every byte back");
        click("clear", "clear");
        assertDrawnAsTheEngineHasIt();
        assertTrue(browser.one("#findings").getText().contains("nothing wrong"));
        click("undo", "undo");
        click("clearBy", "clear three-step");
        assertDrawnAsTheEngineHasIt();
        click("undo", "undo");
        assertEquals(put, assertDrawnAsTheEngineHasIt());
        click("redo", "redo");
        assertDrawnAsTheEngineHasIt();
        assertQuiet();
    }

    @Test
    void shouldMakeTheSameMapFromItsAddress()
    {
        fill("bucket", "3");
        click("crowd", "crowd 3 12");
        click("open", "itnew c 3 0");
        click("zeroAll", "zero all");
        click("rewind", "poke nextOverflow M16");
        click("grow", "grow");
        final Map<Long, String> drawn = drawn();
        final String answers = browser.one("#answers").getText();
        final String address = browser.driver().getCurrentUrl();
        assertTrue(address.contains("zero+all"), address);

        browser.open("about:blank").open(address);
        await(script.size());
        browser.one("#do-bytes").click();
        browser.one("#do-empty").click();
        await("document.querySelectorAll('.m-picture [data-cell*=\" byte \"]').length === " + drawn.size());

        assertEquals(drawn, drawn());
        assertEquals(answers, browser.one("#answers").getText());
        assertQuiet();
    }

    @Test
    void shouldGiveTheSameMapInTheOtherLanguage()
    {
        click("zeroMain", "zero main");
        browser.one("#other").click();
        await(script.size());

        assertEquals("zh", browser.one("html").getDomAttribute("lang"));
        assertTrue(browser.driver().getCurrentUrl().contains("zero+main"), browser.driver().getCurrentUrl());
        assertTrue(browser.one("#findings").getText().contains("count 与条目数不符"), browser.one("#findings").getText());
        fill("line", "frob");
        browser.one("#line").sendKeys(Keys.ENTER);
        await("document.querySelector('.status').classList.contains('bad')");
        assertTrue(browser.one(".status").getText().startsWith("不能执行"), browser.one(".status").getText());
        browser.one("#other").click();
        await(script.size());
        assertEquals("en", browser.one("html").getDomAttribute("lang"));
        assertQuiet();
    }

    @Test
    void shouldBeUsedWithTheKeyboardAlone()
    {
        final Actions keyboard = new Actions(browser.driver());
        browser.run("document.activeElement.blur()");
        keyboard.sendKeys("z").perform();
        done("zero main");
        keyboard.sendKeys("u").perform();
        done("undo");
        keyboard.sendKeys("/").perform();
        assertEquals("line", browser.driver().switchTo().activeElement().getDomAttribute("id"));
        keyboard.sendKeys("poke count 3", Keys.ENTER).perform();
        done("poke count 3");
        assertDrawnAsTheEngineHasIt();
        keyboard.sendKeys(Keys.ARROW_UP, Keys.ENTER).perform();
        done("poke count 3");
        keyboard.sendKeys("frob", Keys.ENTER).perform();
        await("document.querySelector('.status').classList.contains('bad')");
        assertTrue(browser.one(".status").getText().contains("unknown operation"));
        keyboard.sendKeys(Keys.ESCAPE).sendKeys("r").perform();
        done("redo");
        assertDrawnAsTheEngineHasIt();
        browser.run("document.querySelector('.m-picture [tabindex=\"0\"]').focus()");
        keyboard.sendKeys(Keys.ARROW_RIGHT).perform();
        assertFalse(browser.one("#inspector").getText().contains("Point at a byte"), "a byte says what it is");
        assertQuiet();
    }

    @Test
    void shouldJudgeAnExercise()
    {
        browser.run("document.querySelector('details.exercise').open = true;" +
            "const chooser = document.getElementById('exercise'); chooser.value = 'two-owners';" +
            "chooser.dispatchEvent(new Event('change'));");
        await("document.getElementById('answer')");
        browser.one("#answer").sendKeys("poke M6 overflow nil");
        browser.one("#check").click();
        await("document.querySelector('.verdict.wrong')");
        fill("answer", "poke M6 overflow M16");
        browser.one("#check").click();
        await("document.querySelector('.verdict.right')");
        assertTrue(browser.one(".verdict").getText().startsWith("Right."));
        assertQuiet();
    }

    @Test
    void shouldFitATelephoneAndTheDark()
    {
        browser.screenshot(PICTURES.resolve("live-desktop.png"));
        browser.dark(true).screenshot(PICTURES.resolve("live-dark.png"));
        browser.size(PHONE, 844).dark(false);
        await("window.innerWidth === " + PHONE);
        assertEquals(List.of(), browser.run("return [...document.querySelectorAll('main *')].filter((one) =>" +
            " one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.tagName + '.' + one.className)" +
            ".slice(0, 20)"));
        assertTrue((boolean)browser.run("return document.documentElement.scrollWidth <= " + PHONE));
        browser.screenshot(PICTURES.resolve("live-phone.png"));
    }
}
