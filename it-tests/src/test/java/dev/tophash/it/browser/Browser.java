// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window, driven by Selenium. It is the one that Debian installs (packages {@code chromium} and
 * {@code chromium-driver}); nothing is downloaded. Where there is none, the test is skipped and says so.
 */
public final class Browser implements AutoCloseable
{
    private static final List<String> CHROMIUM = List.of("/usr/bin/chromium", "/usr/bin/google-chrome");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    /** A busy machine is slow; a script that takes longer hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern REQUEST =
        Pattern.compile("\"method\":\"Network\\.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]*)\"");

    private final ChromeDriver driver;

    private Browser(final ChromeDriver driver)
    {
        this.driver = driver;
    }

    /** Starts a browser, or skips the test. */
    public static Browser start()
    {
        final Path chromium = CHROMIUM.stream().map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(chromium != null && Files.isExecutable(DRIVER),
            "no browser here: apt-get install chromium chromium-driver");
        final LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        final ChromeOptions options = new ChromeOptions().setBinary(chromium.toString()).addArguments("--headless",
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1280,900",
            "--disable-ipc-flooding-protection");
        options.setCapability("goog:loggingPrefs", logs);
        final ChromeDriverService service =
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
        final ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return new Browser(driver);
    }

    /** The driver, for what is not here. */
    public ChromeDriver driver()
    {
        return driver;
    }

    /** Opens an address, and waits until it is loaded. */
    public Browser open(final String address)
    {
        driver.get(address);
        return this;
    }

    /** Pretends to be a window of this size, as wide as a telephone for example. */
    public Browser size(final int width, final int height)
    {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** Asks for dark colours, or for light ones. */
    public Browser dark(final boolean dark)
    {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    /** The first element of a CSS selector. */
    public WebElement one(final String selector)
    {
        return driver.findElement(By.cssSelector(selector));
    }

    /** All elements of a CSS selector. */
    public List<WebElement> all(final String selector)
    {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Brings an element to the middle of the window, away from the bars at its edges, and clicks it. */
    public void click(final WebElement element)
    {
        run("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    /** Runs a script: a body of a function that returns something. */
    public Object run(final String script, final Object... arguments)
    {
        return driver.executeScript(script, arguments);
    }

    /** Runs a script that ends by calling its last argument. */
    public Object runAsync(final String script, final Object... arguments)
    {
        return driver.executeAsyncScript(script, arguments);
    }

    /** What the page complained of: errors and warnings of its console since this was asked last. */
    public List<String> complaints()
    {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
            .map((entry) -> entry.getLevel() + ": " + entry.getMessage()).toList();
    }

    /** Addresses that the page asked for since this was asked last. */
    public List<String> requests()
    {
        final List<String> addresses = new ArrayList<>();
        driver.manage().logs().get(LogType.PERFORMANCE).getAll().forEach((entry) ->
        {
            final Matcher request = REQUEST.matcher(entry.getMessage());
            if (request.find())
            {
                addresses.add(request.group(1));
            }
        });
        return addresses;
    }

    /** Writes what the window shows to a picture. */
    public void screenshot(final Path file)
    {
        write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Prints the page to a file, as a printer would get it. */
    public void print(final Path file)
    {
        final Map<String, Object> printed = driver.executeCdpCommand("Page.printToPDF",
            Map.of("printBackground", true, "paperWidth", 8.27, "paperHeight", 11.69));
        write(file, Base64.getDecoder().decode((String)printed.get("data")));
    }

    private static void write(final Path file, final byte[] bytes)
    {
        try
        {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, bytes);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close()
    {
        driver.quit();
    }
}
