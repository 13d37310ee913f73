const scale = 2;
const inherited = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-size",
  "font-family",
  "opacity",
];

interface Picture {
  title: string;
  legend: readonly { name: string; colour: string }[];
}

/**
 * A chart as a picture, with its title and legend: the drawing is taken out of the page, so what the page's styles gave
 * it is written into it first.
 */
export async function pngOf(drawing: SVGSVGElement, { title, legend }: Picture): Promise<Blob> {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new Error("No drawing.");
  const originals = drawing.querySelectorAll("*");
  copy.querySelectorAll<SVGElement>("*").forEach((element, index) => {
    const original = originals[index];
    if (!original) return;
    const styles = getComputedStyle(original);
    for (const name of inherited) element.style.setProperty(name, styles.getPropertyValue(name));
  });
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = await imageOf(new XMLSerializer().serializeToString(copy));
  const page = getComputedStyle(document.body);
  const top = 28 + 18 * legend.length;

  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = (height + top) * scale;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("No canvas.");
  context.scale(scale, scale);
  context.fillStyle = page.backgroundColor;
  context.fillRect(0, 0, width, height + top);
  context.fillStyle = page.color;
  context.font = `600 14px ${page.fontFamily}`;
  context.fillText(title, 8, 18);
  context.font = `12px ${page.fontFamily}`;
  legend.forEach(({ name, colour }, index) => {
    const y = 38 + 18 * index;
    context.fillStyle = colour;
    context.fillRect(8, y - 5, 14, 3);
    context.fillStyle = page.color;
    context.fillText(name, 28, y);
  });
  context.drawImage(image, 0, top, width, height);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture."))), "image/png");
  });
}

async function imageOf(text: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  return image;
}
