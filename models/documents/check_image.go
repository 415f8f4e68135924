package documents

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"eclosion/models"
)

// Bounds of an image.
const (
	maxPixels  = 40_000_000  // as its header says, before anything is decoded
	maxDecoded = 160_000_000 // bytes that its pixels take
	maxSide    = 4096        // pixels of what is kept: A4 at 300 points an inch is 3508
	jpegGrade  = 85
)

// redraw decodes an image within bounds, sets it upright, and encodes its pixels alone.
func redraw(kind string, data []byte) (string, []byte, *models.Problem) {
	decode, header := jpeg.Decode, jpeg.DecodeConfig
	if kind == PNG {
		decode, header = png.Decode, png.DecodeConfig
	}
	config, err := header(bytes.NewReader(data))
	if err != nil {
		return "", nil, unreadable(kind, data)
	}
	pixels := config.Width * config.Height
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels || config.Height > maxPixels ||
		pixels > maxPixels || pixels*depth(config.ColorModel) > maxDecoded {
		return "", nil, models.Refuse("document.image_large", models.Facts{"limit": maxPixels / 1_000_000})
	}
	picture, err := decode(bytes.NewReader(data))
	if err != nil {
		return "", nil, unreadable(kind, data)
	}
	turn := 1
	if kind == JPEG {
		turn = orientation(data)
	}
	picture = upright(shrink(picture), turn)
	var out bytes.Buffer
	if kind == PNG {
		encoder := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := encoder.Encode(&out, picture); err == nil && out.Len() <= MaxFile {
			return PNG, out.Bytes(), nil
		}
		out.Reset() // too much detail for that format: kept as a photograph
		picture = onWhite(picture)
	}
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: jpegGrade}); err != nil {
		return "", nil, models.Refuse("document.damaged", nil)
	}
	return JPEG, out.Bytes(), nil
}

// unreadable says why an image cannot be decoded: its end is missing, or something within it.
func unreadable(kind string, data []byte) *models.Problem {
	end := "\xff\xd9"
	if kind == PNG {
		end = "IEND"
	}
	if !bytes.Contains(data[max(0, len(data)-1024):], []byte(end)) {
		return models.Refuse("document.incomplete", nil)
	}
	return models.Refuse("document.damaged", nil)
}

// depth is how many bytes a decoded pixel takes.
func depth(m color.Model) int {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.GrayModel:
		return 1
	}
	return 4
}

// shrink makes an image no larger than what is kept.
func shrink(src image.Image) image.Image {
	b := src.Bounds()
	long := max(b.Dx(), b.Dy())
	if long <= maxSide {
		return src
	}
	dst := image.NewRGBA(image.Rect(0, 0, max(1, b.Dx()*maxSide/long), max(1, b.Dy()*maxSide/long)))
	draw.BiLinear.Scale(dst, dst.Bounds(), src, b, draw.Src, nil)
	return dst
}

func onWhite(src image.Image) image.Image {
	dst := image.NewRGBA(src.Bounds())
	draw.Draw(dst, dst.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(dst, dst.Bounds(), src, src.Bounds().Min, draw.Over)
	return dst
}

// upright turns and mirrors an image as its camera noted (EXIF orientation, 1 to 8).
func upright(src image.Image, turn int) image.Image {
	if turn < 2 || turn > 8 {
		return src
	}
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Rect(0, 0, w, h)
	if turn >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	from := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(from, from.Bounds(), src, b.Min, draw.Src)
	dst := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			sx, sy := source(turn, x, y, w, h)
			dst.SetRGBA(x, y, from.RGBAAt(sx, sy))
		}
	}
	return dst
}

// source is the pixel of the stored image that belongs at x, y of the upright one.
func source(turn, x, y, w, h int) (sx, sy int) {
	switch turn {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	}
	return w - 1 - y, x
}
