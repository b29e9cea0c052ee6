// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.Lessons;
import dev.tophash.bench.lab.exercise.Exercises;
import dev.tophash.bench.lab.exercise.Quiz;
import dev.tophash.bench.lab.page.LabPage;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.Tour;
import dev.tophash.it.Repository;
import dev.tophash.layout.GoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * The lab's page as a reader has it: in a browser, with mouse and keyboard, on a telephone, in the dark, on paper.
 * Pictures for people to look at are left in {@code target/browser}.
 */
class LabPageTest
{
    private static final int PHONE = 390;
    private static final int LARGEST = 3_000_000;
    private static final double CONTRAST = 4.5;
    private static final String CHECKS =
        Repository.read("it-tests/src/test/resources/dev/tophash/it/browser/checks.js");

    @TempDir
    private static Path folder;

    private static Browser browser;

    @BeforeAll
    static void write() throws IOException
    {
        browser = Browser.start();
        final Map<String, List<String>> real = GoRecords.recorded(GoVersion.GO_1_23);
        final List<LessonResult> results = Lessons.all().stream()
            .map((lesson) -> LessonResult.run(lesson, LabMap.Setup.DEFAULT, real)).toList();
        final Tour tour = new Tour(LabMap.Setup.DEFAULT);
        for (final LessonTexts.Language language : LessonTexts.Language.values())
        {
            final LabPage.Extras extras =
                new LabPage.Extras(tour, Quiz.onPage(language), Exercises.onPage(language));
            Files.writeString(file(language), LabPage.of(results, extras, new LessonTexts(language)));
        }
    }

    @AfterAll
    static void close()
    {
        if (browser != null)
        {
            browser.close();
        }
    }

    @BeforeEach
    void desktop()
    {
        browser.size(1280, 900).dark(false);
        browser.open("about:blank");
        browser.complaints();
        browser.requests();
    }

    /** Whatever a test did: nothing went wrong on the page, and nothing left the machine. */
    @AfterEach
    void shouldKeepQuietAndAtHome()
    {
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(), strangers());
    }

    private static List<String> strangers()
    {
        return browser.requests().stream()
            .filter((address) -> !address.startsWith("file:") && !address.startsWith("data:")).toList();
    }

    private static Path file(final LessonTexts.Language language)
    {
        return folder.resolve(LabPage.file(language));
    }

    private static void open(final LessonTexts.Language language, final String hash)
    {
        browser.open(file(language).toUri() + hash);
    }

    private static void open(final String hash)
    {
        open(LessonTexts.Language.EN, hash);
    }

    private static String hash()
    {
        return (String)browser.run("return location.hash");
    }

    /** A check of {@code checks.js}, run on the page that is open. */
    private static List<?> problems(final String check, final Object... arguments)
    {
        return (List<?>)browser.run(CHECKS + "\nreturn " + check + "(...arguments);", arguments);
    }

    // ------------------------------------------------------------------------------------------------ all lessons

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldBeOneSmallFile(final LessonTexts.Language language) throws IOException
    {
        assertTrue(Files.size(file(language)) < LARGEST, Files.size(file(language)) + " bytes");
    }

    @ParameterizedTest
    @CsvSource({"EN,390", "ZH,1280"})
    void shouldOpenEveryLessonAndEveryPicture(final LessonTexts.Language language, final int width)
    {
        browser.size(width, 900);
        open(language, "#");

        assertEquals(Lessons.all().size() + 2L, browser.run(
            "return JSON.parse(document.getElementById('data').textContent).lessons.length"), "two more to begin with");
        assertEquals(List.of(), browser.runAsync(CHECKS + "\nwalk(arguments[arguments.length - 1]);"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "#words", "#quiz", "#exercises", "#keys/2", "#dangling/4", "#spare-too/5",
        "#struct-keys"})
    void shouldBeReadableInLightAndInTheDark(final String hash)
    {
        for (final boolean dark : new boolean[]{false, true})
        {
            browser.dark(dark);
            open(hash);
            browser.run("document.querySelectorAll('button.show, .reveal').forEach((one) => one.click())");

            assertEquals(List.of(), problems("contrasts", CONTRAST), hash + (dark ? " dark" : " light"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "#words", "#quiz", "#keys/2", "#dangling/4", "#grow-old/2"})
    void shouldNameEverythingThatCanBeOperated(final String hash)
    {
        open(hash);

        assertEquals(List.of(), problems("nameless"));
    }

    // ------------------------------------------------------------------------------------------------ one lesson

    @Test
    void shouldMoveWithSliderButtonsAndKeys()
    {
        open("#dangling/1");
        final WebElement slider = browser.one(".controls input[type=range]");

        slider.sendKeys(Keys.ARROW_RIGHT);
        assertEquals("#dangling/2", hash());
        browser.one(".controls button:nth-of-type(2)").click();
        assertEquals("#dangling/3", hash());
        browser.one("main").sendKeys(Keys.ARROW_RIGHT);
        assertEquals("#dangling/4", hash());
        browser.one("main").sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        assertEquals("#dangling/2", hash());
        assertEquals("2", browser.run("return arguments[0].value", slider));
        assertTrue(slider.getDomAttribute("aria-valuetext").contains("M16"), "said by a screen reader");
    }

    @Test
    void shouldRestoreAPictureFromItsAddress()
    {
        open("#dangling/4");
        final String title = browser.one(".stage h2").getText();
        open("#tour/2");

        open("#dangling/4");

        assertEquals(title, browser.one(".stage h2").getText());
        assertTrue(title.contains("nine keys"), title);
        assertTrue(browser.one(".place").getText().startsWith("4 /"));
        browser.run("location.hash = '#no-such-lesson/7'");
        assertEquals(1, browser.all(".contents").size(), "an address that leads nowhere leads to the contents");
    }

    @Test
    void shouldSayWhatAByteIsWhenItIsHovered()
    {
        open("#dangling/2");
        final WebElement top = browser.one("[data-cell$='tophash 0']");

        new Actions(browser.driver()).moveToElement(top).perform();

        final String said = browser.one("#inspector").getText();
        assertTrue(said.contains("M3 tophash[0]"), said);
        assertTrue(said.contains("an entry lives in slot 0"), said);
        assertTrue(said.contains("Read first of all"), said);
        assertNotEquals(0, browser.all("a.word.lit").size() + browser.all(".legend").size(), "the word in the text");
    }

    @Test
    void shouldLightWordAndBytes()
    {
        open("#keys/1");

        browser.run("arguments[0].focus()", browser.one("[data-cell$='overflow -1']"));
        assertTrue(browser.one("#inspector").getText().contains("M3 overflow"));
        open("#keys/2");
        browser.run("arguments[0].focus()", browser.one("[data-cell$='overflow -1']"));
        assertTrue(browser.all("a.word.lit").stream().anyMatch((word) -> word.getText().equals("overflow bucket")));
        new Actions(browser.driver()).moveToElement(browser.all("a.word").getFirst()).perform();
        assertFalse(browser.all(".m-lit").isEmpty(), "the bytes that the word is about");
    }

    @Test
    void shouldLeadFromByteToByteWithTheKeyboard()
    {
        open("#dangling/2");
        final WebElement top = browser.one("[data-cell$='tophash 0']");
        browser.run("arguments[0].focus()", top);

        top.sendKeys(Keys.ARROW_RIGHT);
        assertTrue(browser.one("#inspector").getText().contains("tophash[1]"));
        browser.driver().switchTo().activeElement().sendKeys(Keys.ARROW_DOWN);
        assertTrue(browser.one("#inspector").getText().contains("key[1]"));
        assertEquals("#dangling/2", hash(), "the picture did not move");
        assertEquals(1, browser.all(".m-picture [tabindex='0']").size(), "one stop for the tab key");
        browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
        assertEquals("range", browser.driver().switchTo().activeElement().getDomAttribute("type"));
    }

    @Test
    void shouldShowEveryByte()
    {
        open("#dangling/4");
        browser.one("[data-mode=bytes]").click();

        assertEquals(3 * 144 + 48 + 24, browser.all(".m-byte").size(), "three buckets, header, extra");
        new Actions(browser.driver()).moveToElement(browser.one("[data-cell$='byte 9']")).perform();
        assertTrue(browser.one("#inspector").getText().contains("key[0] byte 9"), browser.one("#inspector").getText());
    }

    @Test
    void shouldHideTheAnswersUntilSomebodyGuesses()
    {
        open("#dangling/4");
        assertEquals(0, browser.all(".answer").size());

        final WebElement first = browser.one(".predict .ask");
        browser.click(first.findElement(By.cssSelector(".options button")));
        assertTrue(first.getText().contains("Not so: 9."), first.getText());
        assertTrue(first.getText().contains("It says 9"), "with the reason");
        browser.click(browser.one("button.show"));
        assertTrue(browser.one(".answer").getText().contains("Go's walk"), browser.one(".answer").getText());
        browser.click(browser.one(".always input"));
        browser.one("main").sendKeys(Keys.ARROW_RIGHT);
        assertEquals(1, browser.all(".answer").size(), "always, if that is wanted");
    }

    @Test
    void shouldFollowAKey()
    {
        open("#keys/2");

        final String way = browser.one(".m-way-list").getText();
        assertTrue(way.contains("The low 4 bits, 0011, choose the main bucket: number 3, that is M3."), way);
        assertTrue(way.contains("the overflow word leads on to M16"), way);
        assertTrue(way.contains("found. Its value is 11."), way);
        assertEquals(64, browser.all(".m-hash .m-bits > span").size());
        assertEquals(4, browser.all(".m-hash .m-bit-low").size());
        assertFalse(browser.all(".m-chains .m-way-end").isEmpty(), "marked in the picture too");
    }

    @Test
    void shouldPaintTheZeroedRange()
    {
        open("#wrong-size/2");

        assertEquals(4, browser.all(".m-cell .m-zeroed").size(), "512 bytes: three buckets and a half");
        assertTrue(browser.all(".m-cell .m-zeroed").getLast().getDomAttribute("style").contains("right:4"));
        assertEquals(1, browser.all(".m-cell.m-sentinel").size());
    }

    @Test
    void shouldGiveTheSamePlaceInTheOtherLanguage()
    {
        open("#dangling/3");

        browser.one(".top [lang=zh]").click();

        assertEquals("#dangling/3", hash());
        assertEquals("zh", browser.one("html").getDomAttribute("lang"));
    }

    @Test
    void shouldPrintTextAndPictureTogether()
    {
        open("#dangling/1");
        browser.print(Path.of("target/browser/print.pdf"));
        assertEquals(0, browser.all(".printed").size(), "gone again");

        browser.run("window.dispatchEvent(new Event('beforeprint'))");
        final Object frames = browser.run("return Number(document.querySelector('.controls input').max)");
        assertEquals(frames, (long)browser.all(".printed .sheet").size());
        assertEquals(List.of(), problems("unprintable"));
        browser.run("document.querySelector('.printed .sheet .m-picture').remove()");
        assertEquals(List.of("no picture"), problems("unprintable"));
        browser.run("document.querySelectorAll('.printed .sheet h2')[1].remove()");
        assertEquals(2, problems("unprintable").size(), "a sheet without its title");
        browser.run("document.querySelectorAll('.printed .sheet')[2].remove()");
        assertEquals(3, problems("unprintable").size(), "a sheet that is missing");
        browser.run("window.dispatchEvent(new Event('afterprint'))");
    }

    /** Some browsers refuse to change the address too often: the picture moves on, the address follows. */
    @Test
    void shouldMoveOnWhenTheAddressMayNotBeChanged()
    {
        open("#dangling/1");
        browser.run("window.allowed = history.replaceState.bind(history);" +
            "history.replaceState = () => { throw new DOMException('too often', 'SecurityError'); };");

        browser.one("main").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertTrue(browser.one(".place").getText().startsWith("3 /"), browser.one(".place").getText());
        assertEquals("#dangling/1", hash());
        browser.run("history.replaceState = window.allowed");
        browser.runAsync("setTimeout(arguments[0], 1500)");
        assertEquals("#dangling/3", hash());
    }

    @Test
    void shouldGoToAVariantAndBackByItsProof()
    {
        open("#three-steps/1");
        assertEquals(List.of(), problems("formless"));
        final String story = browser.one(".place").getText();

        browser.click(browser.one("details.proof > summary"));
        browser.click(browser.one("a.variant"));
        assertTrue(browser.one(".part").getText().contains("struct"), browser.one(".part").getText());
        assertTrue(browser.one(".place").getText().startsWith("1 /"), "a slider of its own");
        browser.click(browser.one(".step-list > summary"));
        assertEquals(browser.all(".steps a").size(), browser.all(".ticks span").size(), "a link to each step");
        open("#three-steps/1");
        assertEquals(story, browser.one(".place").getText());
    }

    /** Nobody judges these here; they are for people. */
    @Test
    void shouldLeavePicturesToLookAt()
    {
        open("#dangling/4");
        browser.screenshot(Path.of("target/browser/desktop.png"));
        browser.dark(true).screenshot(Path.of("target/browser/dark.png"));
        browser.dark(false).size(PHONE, 844).screenshot(Path.of("target/browser/phone.png"));

        assertTrue(Files.exists(Path.of("target/browser/phone.png")));
    }

    // ------------------------------------------------------------------------------------------------ planted faults

    @Test
    void shouldNoticeAPlantedFault() throws IOException
    {
        final String page = Files.readString(file(LessonTexts.Language.EN));
        final Path broken = folder.resolve("broken.html");
        Files.writeString(broken, page.replace("</body>",
            "<script>console.error('planted')</script><img src=\"http://127.0.0.1:9/x.png\" alt=\"x\"></body>"));

        browser.open(broken.toUri() + "#dangling/4");
        assertTrue(browser.complaints().stream().anyMatch((one) -> one.contains("planted")));
        assertTrue(strangers().contains("http://127.0.0.1:9/x.png"));

        browser.run("document.querySelector('h1').style.color = '#aaa'");
        assertEquals(1, problems("contrasts", CONTRAST).size());
        browser.run("document.querySelector('.controls button').removeAttribute('aria-label');" +
            "document.querySelector('.controls button').textContent = ''");
        assertEquals(1, problems("nameless").size());
        browser.run("document.querySelector('h1').textContent = 'page.title {n}'");
        assertEquals(2, problems("untold").size());
        browser.run("document.querySelector('h1').style.width = '3000px'");
        assertEquals(1, problems("wide").size());
        browser.run("document.querySelector('.m-part').textContent = 'something that is much too long'");
        assertEquals(1, problems("cramped").size());
        browser.run("document.querySelector('details.proof').open = true");
        assertEquals(List.of("the proof is not folded"), problems("formless"));
        browser.run("document.querySelector('.lesson').prepend(document.querySelector('.right-way'))");
        assertEquals(1, problems("formless").size());
        browser.complaints();
    }

    /** Three pages with a fault each, and what the walk through the lessons says of them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        onInspect: inspect,|onInspect: () => {},|nothing about
        this.view.show(frame.frame);|this.view.show(frame.frame); this.words.replaceChildren();|another picture
        this.slider.max = String(to);|this.slider.max = String(to); this.lesson = {...this.lesson, id: 'x'};|not""")
    void shouldNoticeAFaultOnTheWay(final String right, final String wrong, final String noticed) throws IOException
    {
        final String page = Files.readString(file(LessonTexts.Language.EN));
        assertTrue(page.contains(right), right);
        final Path broken = folder.resolve("walk.html");
        Files.writeString(broken, page.replace(right, wrong));
        browser.open(broken.toUri() + "#");

        final String said = browser.runAsync(CHECKS +
            "\nconst done = arguments[arguments.length - 1];" +
            "walk(done, 1).catch((error) => done([String(error)]));")
            .toString();
        assertTrue(said.contains(noticed) || said.contains("TypeError"), said);
        browser.complaints();
    }
}
