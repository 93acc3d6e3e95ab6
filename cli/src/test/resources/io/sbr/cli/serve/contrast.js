// Texts that stand out less from what is behind them than WCAG 2.2 asks for (1.4.3: 4.5 to 1).
const numbers = (color) => color.match(/[\d.]+/g).map(Number);

function over(top, below) {
  const share = top[3] ?? 1;
  return [0, 1, 2].map((i) => share * top[i] + (1 - share) * below[i]);
}

function behind(place) {
  const own = numbers(getComputedStyle(place).backgroundColor);
  return over(own, place.parentElement ? behind(place.parentElement) : [255, 255, 255]);
}

function luminance(color) {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(place) {
  const style = getComputedStyle(place);
  const ground = behind(place);
  const text = luminance(over(numbers(place instanceof SVGElement ? style.fill : style.color), ground));
  const back = luminance(ground);
  return (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
}

const hasText = (place) => [...place.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim() !== "");
const all = [...document.body.querySelectorAll("*")].filter((place) => hasText(place) && place.checkVisibility() && !place.matches(":disabled, option, svg title"));
if (all.length < 20) {
  return ["only " + all.length + " texts"];
}
return all.filter((place) => contrast(place) < 4.5).map((place) => `${contrast(place).toFixed(2)}: ${place.textContent}`);
