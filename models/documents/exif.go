package documents

import (
	"bytes"
	"encoding/binary"
)

// orientation reads how a JPEG's camera was held: 1 to 8, 1 when it does not say. Nothing else of
// the metadata is looked at, and none of it is kept.
func orientation(data []byte) int {
	exif := exifOf(data)
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(exif[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(exif[4:]))
	if at+2 > uint64(len(exif)) {
		return 1
	}
	entries := uint64(order.Uint16(exif[at:]))
	for i := range entries {
		e := at + 2 + 12*i
		if e+12 > uint64(len(exif)) {
			return 1
		}
		const tag, short = 0x0112, 3
		if order.Uint16(exif[e:]) != tag {
			continue
		}
		turn := int(order.Uint16(exif[e+8:]))
		if order.Uint16(exif[e+2:]) != short || turn < 1 || turn > 8 {
			return 1
		}
		return turn
	}
	return 1
}

// exifOf finds the EXIF block among the segments before the picture itself.
func exifOf(data []byte) []byte {
	const app1, scan = 0xe1, 0xda
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == scan || size < 2 || at+2+size > len(data) {
			return nil
		}
		body := data[at+4 : at+2+size]
		if rest, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == app1 {
			return rest
		}
		at += 2 + size
	}
	return nil
}
